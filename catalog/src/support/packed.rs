//! The lists of [`Action`](super::table::Action), from written lists of rows.

/// Implements [`Action`](super::table::Action) of an enum with many rows, and its methods.
#[doc(hidden)]
#[macro_export]
macro_rules! __packed {
    ($vis:vis enum $action:ident $(: $id:ident)?, struct $set:ident, $count:tt) => {
        #[doc(hidden)]
        impl $crate::support::Action for $action {
            const ALL: &'static [Self] = $crate::__actions! { $action, <$action as $crate::support::Table>::ORDER, <$action as $crate::support::Table>::ORDER.len(), $count };
            const RETIRED_ACTIONS: &'static [Self] = $crate::__actions! { $action, <$action as $crate::support::Table>::RETIRED, <$action as $crate::support::Table>::RETIRED.len(), $count };
            const FIRST_OPERATIONS: &'static [&'static str] = &{
                let mut operations = [""; $count];
                let mut row = 0;
                while row < $count {
                    operations[row] = $crate::support::operation::<Self>(row);
                    row += 1;
                }
                operations
            };
            const SLOT_ACTIONS: &'static [Self] = $crate::__actions! { $action, <$action as $crate::support::Table>::SLOTS, <$action as $crate::support::Table>::SLOTS.len(), $count };
            const SEVERAL_ACTIONS: &'static [Self] =
                $crate::__actions! { $action, <$action as $crate::support::Table>::SEVERAL_ROWS, <$action as $crate::support::Table>::SEVERAL_ROWS.len(), $count };
            const EARLIER_ACTIONS: &'static [Self] =
                $crate::__actions! { $action, <$action as $crate::support::Table>::EARLIER_ROWS, <$action as $crate::support::Table>::EARLIER_ROWS.len(), $count };

            #[inline]
            fn index(self) -> usize {
                self as usize - 1
            }
        }

        // Not `Action::ALL`: with that rustc takes twice as long for 20,000 variants.
        $crate::__methods! {
            $vis enum $action $(: $id)?, struct $set, $count,
            $crate::__actions! { $action, <$action as $crate::support::Table>::ORDER, <$action as $crate::support::Table>::ORDER.len(), $count }
        }
    };
}

/// Lists the values of the enum whose rows have the indices in a list.
#[doc(hidden)]
#[macro_export]
macro_rules! __actions {
    // An enum without variants has no value to start with.
    ($action:ident, $rows:expr, $len:expr, 0) => {
        &[]
    };
    ($action:ident, $rows:expr, $len:expr, $count:tt) => {
        &{
            let mut actions = [$action::__nth(0); $len];
            let mut at = 0;
            while at < actions.len() {
                actions[at] = $action::__nth($rows[at]);
                at += 1;
            }
            actions
        }
    };
}
