//! Misspelt names of actions.

use crate::lint::checker::Checker;
use crate::lint::words::{is_one_of, words};
use ram_diagnostics::nearest_within;

impl Checker<'_> {
    /// Returns the listed action that is meant by a misspelt one, which no list has.
    ///
    /// Names of one service often differ by a letter, as `DeleteRule` and `DeleteRules` do, so only a word that no
    /// listed name of any service has is an error. It starts like the right one.
    pub(crate) fn meant(&mut self, action: &str) -> Option<String> {
        self.suggestions = self.suggestions.checked_sub(1)?;
        let known = self.settings.words();
        let start = action.find(':')? + 1;
        let odd = words(&action[start..]).filter(|(_, word)| !is_one_of(word, known));
        let odd: Vec<(usize, &str)> = odd.collect();
        let (at, _) = odd.first()?;
        let most = match odd.iter().map(|(_, word)| word.len()).min()? {
            ..4 => return None,
            4 => 1,
            _ => 2,
        };
        let same = &action[..=start + at];
        let mut near = self.settings.actions_like(action);
        near.retain(|name| {
            name.get(..same.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(same))
        });
        nearest_within(action, most, near).map(str::to_owned)
    }

    /// Returns the listed action that differs least from one that no list has, if one is similar.
    pub(crate) fn similar(&mut self, action: &str) -> Option<String> {
        self.suggestions = self.suggestions.checked_sub(1)?;
        nearest_within(action, 2, self.settings.actions_like(action)).map(str::to_owned)
    }
}
