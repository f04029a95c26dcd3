//! The files of a folder, with the places of what they define and refer to.

use super::file::{File, around, in_order};
use super::uses::Used;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

/// The files of a folder. Each of them is read in the light of all others, so that nothing here depends on which one it is.
#[derive(Debug, Default)]
pub(super) struct Folder {
    /// In the order in which values take the place of others.
    pub(super) files: Vec<Arc<File>>,
    /// The files with an attribute or a block at an address.
    at: HashMap<String, Vec<usize>>,
    names: HashSet<String>,
    /// The files that are not valid, or JSON.
    unread: Vec<usize>,
    /// The files with values that refer to another, by its address.
    referring: OnceLock<HashMap<String, Vec<usize>>>,
    /// What the places that refer to a value say about it, with their files.
    used: OnceLock<HashMap<String, Vec<(usize, Used)>>>,
}

impl Folder {
    pub(super) fn new(mut files: Vec<Arc<File>>) -> Self {
        files.sort_by(|one, other| in_order(one, other));
        let mut at: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, file) in files.iter().enumerate() {
            for address in file.addresses() {
                at.entry(address.to_owned()).or_default().push(number);
            }
        }
        let unread = files.iter().enumerate();
        let unread = unread.filter(|(_, file)| file.body.is_err());
        Self {
            names: files.iter().map(|file| file.name.clone()).collect(),
            unread: unread.map(|(number, _)| number).collect(),
            files,
            at,
            ..Self::default()
        }
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Returns the files that may have a value at an address, or a block, in their order.
    pub(super) fn files_at(&self, address: &str) -> Vec<&Arc<File>> {
        let places = around(address).filter_map(|around| self.at.get(around));
        let mut numbers: Vec<usize> = places.flatten().copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.iter().map(|number| &self.files[*number]).collect()
    }

    /// Returns the files that are not read.
    pub(super) fn unread(&self) -> impl Iterator<Item = &Arc<File>> {
        self.unread.iter().map(|number| &self.files[*number])
    }

    /// Returns the files with values that refer to this one.
    pub(super) fn referring(&self, to: &str) -> impl Iterator<Item = &File> {
        let referring = self.referring.get_or_init(|| {
            let files = self.files.iter().enumerate();
            by_target(files.flat_map(|(number, file)| {
                let targets = file.referring().keys();
                targets.map(move |target| (target.clone(), number))
            }))
        });
        let referring = referring.get(to).into_iter().flatten();
        referring.map(|number| &*self.files[*number])
    }

    /// Returns what the places that refer to a value say about it, with their files. `read` finds that in a file.
    pub(super) fn used(
        &self,
        target: &str,
        read: impl Fn(&Arc<File>) -> Vec<(String, Used)>,
    ) -> impl Iterator<Item = (&File, Used)> {
        let used = self.used.get_or_init(|| {
            let files = self.files.iter().enumerate();
            let files = files.filter(|(_, file)| file.body.is_ok() && !file.is_of_values());
            by_target(files.flat_map(|(number, file)| {
                let uses = read(file).into_iter();
                uses.map(move |(target, used)| (target, (number, used)))
            }))
        });
        let used = used.get(target).into_iter().flatten();
        used.map(|(number, used)| (&*self.files[*number], *used))
    }
}

fn by_target<T>(all: impl Iterator<Item = (String, T)>) -> HashMap<String, Vec<T>> {
    let mut by_target: HashMap<String, Vec<T>> = HashMap::new();
    for (target, one) in all {
        by_target.entry(target).or_default().push(one);
    }
    by_target
}
