//! Two standings side by side, and many rolled up: by hand, and by the laws that hold for all of them.

mod portfolio;
mod sides;
