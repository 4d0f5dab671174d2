//! Many assessments rolled up.
//!
//! They are taken one at a time, and of each only a line is kept. The order in which they come changes nothing: two
//! halves that were rolled up apart can be joined.

use std::collections::{BTreeMap, BinaryHeap, HashMap};

use super::checklist::Tier;
use super::gate::Verdict;
use super::percent::Percent;
use super::summary::{Lapses, SignedOff, Summary};
use super::text::Text;

/// How many days before its end a portfolio names what lapses.
pub const WITHIN_DAYS: u32 = 30;

/// How many of those that lapse are named, the nearest first; the rest is counted.
pub const MOST_LAPSING: usize = 1000;

/// Many assessments rolled up.
#[derive(Debug, Default)]
pub struct Portfolio {
    services: Vec<Service>,
    items: HashMap<(Text, Text), Failing>,
    lapsing: BinaryHeap<LapsingIn>,
    lapsing_count: u64,
    signed: u32,
    superseded: Vec<SupersededGo>,
    editions: BTreeMap<(Text, Text), Edition>,
    systems: BTreeMap<Text, System>,
}

/// One assessment in a portfolio.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Its file.
    pub path: String,
    /// The subject with its version.
    pub name: String,
    /// Whether it may ship.
    pub verdict: Verdict,
    /// Its open blockers.
    pub open_blockers: u32,
    /// Items of which a merge kept more than one version.
    pub conflicts: u32,
    /// What people said, in tenths of a percent as they are shown: exact fractions of ten thousand services would be
    /// most of a portfolio.
    pub claimed: Option<i64>,
    /// What evidence backs of it, likewise.
    pub evidenced: Option<i64>,
}

/// A go, conditional or not, that no longer holds, or a sign-off that is forged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupersededGo {
    /// The service's file.
    pub path: String,
    /// The subject with its version.
    pub name: String,
    /// The sign-off.
    pub sign_off: SignedOff,
}

/// An item and how many services fail it. Items of one id in several versions of a checklist are one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failing {
    /// The checklist's id.
    pub checklist: Text,
    /// The item's id.
    pub item: Text,
    /// Its title in the newest version of the checklist, by the order of the versions' names.
    pub title: Text,
    /// Its tier there.
    pub tier: Tier,
    /// Services that fail it.
    pub failing: u32,
    /// Services among these that have it waived.
    pub waived: u32,
    /// Services that need it.
    pub needed: u32,
    version: Text,
}

/// Something that lapses in a service.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LapsingIn {
    /// What, and when.
    pub lapses: Lapses,
    /// The service's file.
    pub path: String,
    /// The subject with its version.
    pub name: String,
}

/// A version of a checklist that is in use, and the means over the services that answer it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The checklist's id.
    pub checklist: Text,
    /// The checklist's version; empty if none.
    pub version: Text,
    /// The checklist's title.
    pub title: Text,
    /// How many services answer it.
    pub services: u32,
    claimed: Mean,
    evidenced: Mean,
}

/// An exact mean in the making.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Mean {
    sum: Option<Percent>,
    count: u64,
}

/// A system that assessments name: it is as ready as its least ready part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct System {
    /// Its name.
    pub name: Text,
    /// How many assessments name it.
    pub parts: u32,
    /// The lowest evidenced score of its parts; absent where none has one.
    pub evidenced: Option<Percent>,
    least: Least,
}

/// A part by how ready it is, the least ready first: by verdict, evidenced, claimed, file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Least {
    verdict: Verdict,
    evidenced: Option<Percent>,
    claimed: Option<Percent>,
    path: String,
    name: String,
}

impl Edition {
    /// The mean of what people said, exactly; absent where no service has a score.
    pub fn claimed(&self) -> Option<Percent> {
        self.claimed.value()
    }

    /// The mean of what evidence backs, exactly.
    pub fn evidenced(&self) -> Option<Percent> {
        self.evidenced.value()
    }
}

impl Mean {
    fn add(&mut self, other: Option<&Percent>, count: u64) {
        let Some(other) = other else { return };
        self.sum = Some(match &self.sum {
            Some(sum) => sum.plus(other),
            None => other.clone(),
        });
        self.count += count;
    }

    fn value(&self) -> Option<Percent> {
        self.sum.as_ref()?.over(self.count)
    }
}

impl System {
    /// The worst verdict of its parts.
    pub fn verdict(&self) -> Verdict {
        self.least.verdict
    }

    /// The part that is least ready: the worst verdict, of these the lowest evidenced score, of these the
    /// lowest claimed one.
    pub fn least_ready(&self) -> &str {
        &self.least.name
    }

    /// The file of the part that is least ready.
    pub fn least_ready_path(&self) -> &str {
        &self.least.path
    }
}

impl Portfolio {
    /// Takes in one assessment by its file.
    pub fn add(&mut self, path: &str, summary: Summary) {
        let name = summary.name();
        self.services.push(Service {
            path: path.to_owned(),
            name: name.clone(),
            verdict: summary.verdict,
            open_blockers: summary.open_blockers,
            conflicts: summary.conflicts,
            claimed: summary.claimed.as_ref().map(Percent::tenths),
            evidenced: summary.evidenced.as_ref().map(Percent::tenths),
        });
        let mut edition = Edition {
            checklist: summary.checklist.clone(),
            version: summary.checklist_version.clone(),
            title: summary.checklist_title,
            services: 1,
            claimed: Mean::default(),
            evidenced: Mean::default(),
        };
        edition.claimed.add(summary.claimed.as_ref(), 1);
        edition.evidenced.add(summary.evidenced.as_ref(), 1);
        self.take_edition(edition);
        if !summary.system.is_blank() {
            self.take_system(System {
                name: summary.system,
                parts: 1,
                evidenced: summary.evidenced.clone(),
                least: Least {
                    verdict: summary.verdict,
                    evidenced: summary.evidenced,
                    claimed: summary.claimed,
                    path: path.to_owned(),
                    name: name.clone(),
                },
            });
        }
        for needed in summary.needed {
            self.take_item(Failing {
                checklist: summary.checklist.clone(),
                item: needed.item,
                title: needed.title,
                tier: needed.tier,
                failing: u32::from(needed.fails),
                waived: u32::from(needed.fails && needed.waived),
                needed: 1,
                version: summary.checklist_version.clone(),
            });
        }
        self.signed += u32::from(!summary.sign_offs.is_empty());
        let lost = summary.sign_offs.into_iter();
        let lost = lost.filter(|it| it.is_superseded_go() || it.says.is_none());
        self.superseded.extend(lost.map(|sign_off| SupersededGo {
            path: path.to_owned(),
            name: name.clone(),
            sign_off,
        }));
        for lapses in summary.lapsing {
            self.lapsing_count += 1;
            self.take_lapsing(LapsingIn {
                lapses,
                path: path.to_owned(),
                name: name.clone(),
            });
        }
    }

    /// Takes in what was rolled up elsewhere.
    pub fn join(&mut self, other: Self) {
        self.services.extend(other.services);
        self.lapsing_count += other.lapsing_count;
        self.signed += other.signed;
        self.superseded.extend(other.superseded);
        for item in other.items.into_values() {
            self.take_item(item);
        }
        for lapsing in other.lapsing {
            self.take_lapsing(lapsing);
        }
        for edition in other.editions.into_values() {
            self.take_edition(edition);
        }
        for system in other.systems.into_values() {
            self.take_system(system);
        }
    }

    /// How many assessments there are.
    pub fn count(&self) -> usize {
        self.services.len()
    }

    /// How many assessments have a verdict.
    pub fn with_verdict(&self, verdict: Verdict) -> usize {
        let services = self.services.iter();
        services
            .filter(|service| service.verdict == verdict)
            .count()
    }

    /// How many assessments have been signed by somebody.
    pub fn signed(&self) -> u32 {
        self.signed
    }

    /// The goes that no longer hold, and the sign-offs that are forged, by name, file and sign-off.
    pub fn superseded(&self) -> Vec<&SupersededGo> {
        let mut superseded: Vec<&SupersededGo> = self.superseded.iter().collect();
        superseded.sort_by(|one, other| {
            let key =
                |it: &SupersededGo| (it.name.clone(), it.path.clone(), it.sign_off.file.clone());
            key(one).cmp(&key(other))
        });
        superseded
    }

    /// The services by their open blockers, most first; then by name and file.
    pub fn services(&self) -> Vec<&Service> {
        let mut services: Vec<&Service> = self.services.iter().collect();
        services.sort_by(|one, other| {
            let key = |it: &Service| std::cmp::Reverse(it.open_blockers);
            (key(one), &one.name, &one.path).cmp(&(key(other), &other.name, &other.path))
        });
        services
    }

    /// The items that some service fails, by how many do, most first; then by tier, checklist and id.
    pub fn failing_items(&self) -> Vec<&Failing> {
        let mut items: Vec<&Failing> = self.items.values().filter(|it| it.failing > 0).collect();
        items.sort_by(|one, other| {
            let key = |it: &Failing| (std::cmp::Reverse(it.failing), it.tier as u8);
            let ids = |it: &Failing| (it.checklist.clone(), it.item.clone());
            key(one)
                .cmp(&key(other))
                .then_with(|| ids(one).cmp(&ids(other)))
        });
        items
    }

    /// What lapses within [`WITHIN_DAYS`] days, the nearest first, at most [`MOST_LAPSING`].
    pub fn lapsing(&self) -> Vec<&LapsingIn> {
        let mut lapsing: Vec<&LapsingIn> = self.lapsing.iter().collect();
        lapsing.sort();
        lapsing
    }

    /// How much lapses within [`WITHIN_DAYS`] days in all.
    pub fn lapsing_count(&self) -> u64 {
        self.lapsing_count
    }

    /// The versions of checklists in use, by id and version.
    pub fn editions(&self) -> impl Iterator<Item = &Edition> {
        self.editions.values()
    }

    /// The systems that assessments name, by name.
    pub fn systems(&self) -> impl Iterator<Item = &System> {
        self.systems.values()
    }

    fn take_item(&mut self, item: Failing) {
        // Looked up by the two ids together, which both are wanted again for the next service.
        let key = (item.checklist.clone(), item.item.clone());
        let Some(known) = self.items.get_mut(&key) else {
            self.items.insert(key, item);
            return;
        };
        known.failing += item.failing;
        known.waived += item.waived;
        known.needed += item.needed;
        let newer = |it: &Failing| (it.version.clone(), it.title.clone(), it.tier as u8);
        if (item.version != known.version || item.title != known.title || item.tier != known.tier)
            && newer(&item) > newer(known)
        {
            (known.version, known.title, known.tier) = (item.version, item.title, item.tier);
        }
    }

    fn take_lapsing(&mut self, lapsing: LapsingIn) {
        self.lapsing.push(lapsing);
        if self.lapsing.len() > MOST_LAPSING {
            self.lapsing.pop();
        }
    }

    fn take_edition(&mut self, edition: Edition) {
        let key = (edition.checklist.clone(), edition.version.clone());
        let Some(known) = self.editions.get_mut(&key) else {
            self.editions.insert(key, edition);
            return;
        };
        known.services += edition.services;
        let means = [
            (&mut known.claimed, &edition.claimed),
            (&mut known.evidenced, &edition.evidenced),
        ];
        for (mean, more) in means {
            mean.add(more.sum.as_ref(), more.count);
        }
        // Which of several titles is told must not hang on the order.
        if edition.title < known.title {
            known.title = edition.title;
        }
    }

    fn take_system(&mut self, system: System) {
        let Some(known) = self.systems.get_mut(&system.name) else {
            self.systems.insert(system.name.clone(), system);
            return;
        };
        known.parts += system.parts;
        let lowest = [known.evidenced.take(), system.evidenced];
        known.evidenced = lowest.into_iter().flatten().min();
        if system.least < known.least {
            known.least = system.least;
        }
    }
}
