//! A part of the program that compares lookups, compiled with that program.

use std::hint::black_box;
use std::time::Instant;

pub type Contestant<'a> = (&'a str, Box<dyn Fn(&str) -> Option<usize> + 'a>);

const ROUNDS: usize = 31;
/// The number of lookups in a round, the same for all contestants.
const LOOKUPS: usize = 40_000;

/// Looks up all names, and as many missing ones.
pub fn run(names: &[&str], contestants: Vec<Contestant<'_>>) {
    let mut random = Random(1);
    // In memory of their own, in the order of the lookups.
    let mut hits: Vec<String> = Vec::new();
    let mut misses: Vec<String> = Vec::new();
    for _ in 0..LOOKUPS {
        let name = names[random.below(names.len())];
        hits.push(name.to_owned());
        misses.push(missing(name, names, &mut random));
    }
    for (what, wanted) in [("hits", &hits), ("misses", &misses)] {
        let (all, ends) = one_text(wanted);
        let mut times = vec![Vec::new(); contestants.len()];
        for (name, lookup) in &contestants {
            let found = wanted.iter().filter(|name| lookup(name).is_some()).count();
            let expected = if what == "hits" { LOOKUPS } else { 0 };
            assert_eq!(found, expected, "{name}");
        }
        for _ in 0..ROUNDS {
            for ((_, lookup), times) in contestants.iter().zip(&mut times) {
                let start = Instant::now();
                let mut at = 0;
                for &end in &ends {
                    black_box(lookup(black_box(&all[at..end])));
                    at = end;
                }
                times.push(start.elapsed().as_nanos() as f64 / LOOKUPS as f64);
            }
        }
        for ((name, _), times) in contestants.iter().zip(&times) {
            let times: Vec<String> = times.iter().map(f64::to_string).collect();
            println!("{}\t{what}\t{name}\t{}", names.len(), times.join("\t"));
        }
    }
}

fn one_text(names: &[String]) -> (String, Vec<usize>) {
    let mut ends = Vec::new();
    let mut at = 0;
    for name in names {
        at += name.len();
        ends.push(at);
    }
    (names.concat(), ends)
}

/// Returns a name with one letter changed, as by a typo.
fn missing(name: &str, names: &[&str], random: &mut Random) -> String {
    loop {
        let mut bytes = name.as_bytes().to_vec();
        let at = random.below(bytes.len());
        bytes[at] = b'a' + random.below(26) as u8;
        let name = String::from_utf8(bytes).expect("ASCII");
        if names.binary_search(&&*name).is_err() {
            return name;
        }
    }
}

/// Returns the next number of xorshift; each run has the same numbers.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}
