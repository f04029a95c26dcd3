//! The expansion of `policy!`.

use crate::policy::actions::{Actions, Name};
use crate::policy::addition::Addition;
use crate::policy::args::Args;
use crate::policy::file::{File, PolicyFile, ReadFile};
use crate::policy::fixed::fixed;
use crate::policy::names::{Answer, Names, Required};
use crate::policy::practice::in_practice;
use crate::policy::regions::Grouped;
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use ram_policy::Policies;
use syn::{Error, Ident, Lifetime, Result};

/// The label of the set, where an item is expected the first token that the compiler names: no code is both an item and
/// an expression, and a macro is not told which it has to be.
const VALUE: &str = "'add_allows_or_denies_since_without_them_policy_is_a_value";

/// The name before the checks, which the compiler names where an expression is expected.
const ITEM: &str = "policy_with_allows_or_denies_is_an_item_without_a_value";

/// Expands `policy!(input)`: into items that check, or else into an expression, the set of the actions that the policy
/// allows.
pub(crate) fn expand(input: TokenStream, read: ReadFile<'_>) -> TokenStream {
    let args: Args = match syn::parse2(input) {
        Ok(args) => args,
        // One macro call is both an item and an expression.
        Err(error) => return error.into_compile_error(),
    };
    let mut tracked = TokenStream::new();
    let expanded = File::read(&args.path, read).and_then(|file| {
        tracked = tracking(&args.path.value());
        args.expand(&file)
    });
    let is_constant = args.allows.is_none() && args.denies.is_none();
    let code = expanded.unwrap_or_else(|error| {
        let errors = error.into_compile_error();
        let set = args.set(args.path.span());
        if is_constant {
            return quote! { #errors <#set>::EMPTY };
        }
        // The sets stay used.
        let sets = [&args.allows, &args.denies].into_iter().flatten();
        let sets = sets.filter_map(|actions| match actions {
            Actions::Set(actions) => Some(actions),
            Actions::Names(_) => None,
        });
        quote! { #errors #(const _: #set = #sets;)* }
    });
    let at_path = Span::mixed_site().located_at(args.path.span());
    if is_constant {
        let label = Lifetime::new(VALUE, at_path);
        quote! { #label: { #tracked #code } }
    } else {
        let name = Ident::new(ITEM, at_path);
        quote! { macro_rules! #name { () => {} } #tracked #code }
    }
}

/// With `include_bytes!` cargo rebuilds when the file changes. The tokens are the same on every machine.
fn tracking(path: &str) -> TokenStream {
    let below = format!("/{path}");
    quote! {
        const _: &[::core::primitive::u8] =
            ::core::include_bytes!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), #below));
    }
}

/// The checks of actions, as items.
#[derive(Default)]
struct Checks {
    code: TokenStream,
    /// True if they use the constant with the policy.
    need_policy: bool,
    /// True if they also ask about the policy outside clusters and on every cluster.
    need_practice: bool,
}

impl Checks {
    /// Returns the check of a set by constants.
    fn of_set(
        &mut self,
        ack_catalog: &TokenStream,
        required: Required,
        span: Span,
        (set, actions): (&TokenStream, &TokenStream),
    ) -> TokenStream {
        self.need_policy = true;
        self.need_practice |= required == Required::Allowed;
        let required = match required {
            Required::Allowed => quote_spanned! { span => Allowed },
            Required::Denied => quote_spanned! { span => Denied },
        };
        quote_spanned! { span =>
            (<#set>::__require)(#actions, &__ACK_POLICY, #ack_catalog::support::Required::#required)
        }
    }
}

impl Args {
    /// Returns the type of the set of the catalog.
    fn set(&self, span: Span) -> TokenStream {
        let (ack_catalog, catalog) = (&self.ack_catalog, &self.catalog.path);
        quote_spanned! { span => <#catalog as #ack_catalog::support::SetMember>::Set }
    }

    fn expand(&self, file: &File) -> Result<TokenStream> {
        let file = file.policy()?;
        let policies = Policies::new().attach(&file.policy);
        let resource = self.resource.value();
        let wide = Addition::wide(&file, &resource);
        let mut names = Names::new(&policies, &resource, &self.context, wide.is_none());
        let (ack_catalog, span) = (&self.ack_catalog, self.path.span());
        let addition = wide.as_ref().map(|wide| wide.fixed(ack_catalog, &file));
        let mut checks = Checks::default();
        let required = [
            (&self.allows, Required::Allowed),
            (&self.denies, Required::Denied),
        ];
        for (actions, required) in required {
            match actions {
                None => {}
                Some(Actions::Set(actions)) => {
                    let set = self.set(span);
                    let check = checks.of_set(
                        ack_catalog,
                        required,
                        span,
                        (&set, &quote! { __ACK_ACTIONS }),
                    );
                    checks.code.extend(quote_spanned! { span =>
                        #[allow(long_running_const_eval)]
                        const _: () = {
                            const __ACK_ACTIONS: #set = #actions;
                            #check
                        };
                    });
                }
                Some(Actions::Names(list)) => {
                    for name in list {
                        let action = name.ram_action.as_deref();
                        let answer =
                            action.map_or(Answer::Open, |action| names.answer(action, required));
                        let check = match answer {
                            Answer::AsRequired => TokenStream::new(),
                            Answer::AllowedOnClusters([outside, every]) => {
                                quote_spanned! { name.span =>
                                    (#ack_catalog::support::require_effect)(
                                        __action.ram_action(),
                                        __action.resource(),
                                        [#outside, #every],
                                        &#addition,
                                    )
                                }
                            }
                            Answer::Open => {
                                let set = self.set(name.span);
                                let actions =
                                    quote_spanned! { name.span => <#set>::of(&[__action]) };
                                checks.of_set(ack_catalog, required, name.span, (&set, &actions))
                            }
                        };
                        checks.code.extend(self.check_name(name, &check));
                    }
                }
            }
        }
        let is_constant = self.allows.is_none() && self.denies.is_none();
        if is_constant || checks.need_policy {
            self.with_policy(&file, &policies, &checks, addition.as_ref())
        } else {
            Ok(checks.code)
        }
    }

    /// Returns the checks with the constants that they need, or else the set of what is allowed.
    fn with_policy(
        &self,
        file: &PolicyFile<'_>,
        policies: &Policies<'_>,
        checks: &Checks,
        wide: Option<&TokenStream>,
    ) -> Result<TokenStream> {
        let (ack_catalog, resource) = (&self.ack_catalog, self.resource.value());
        let statements = file.policy.statements();
        let Ok(on_resource) = Grouped::new(policies, statements, (&resource, &[])) else {
            let text = format!(
                "{} has too many patterns of resources for exact reasoning; name a narrower resource",
                self.path.value()
            );
            return Err(Error::new(self.resource.span(), text));
        };
        let is_asked = checks.need_practice && wide.is_some();
        let practice = is_asked.then(|| in_practice(policies, statements).ok());
        let practice = practice.flatten();
        let views = (&on_resource, practice.as_ref().map_or(&[][..], |both| both));
        let (policy_type, policy) =
            fixed(ack_catalog, file, (&resource, wide), views, &self.context);
        let policy = quote! { const __ACK_POLICY: #policy_type = #policy; };
        if !checks.need_policy {
            let span = self.path.span();
            let set = self.set(span);
            let granted = quote_spanned! { span =>
                #policy
                #[allow(long_running_const_eval)]
                const __ACK_GRANTED: #set = (<#set>::__granted)(&__ACK_POLICY);
            };
            // This is at the macro, where a warning that it is unused belongs.
            let value = quote! { (#ack_catalog::support::policy_value)(__ACK_GRANTED) };
            return Ok(quote! { #granted #value });
        }
        let checks = &checks.code;
        Ok(quote! { const _: () = { #policy #checks }; })
    }

    /// Returns the action of a name as an expression.
    fn action(&self, name: &Name) -> TokenStream {
        if let Some(variant) = &name.variant {
            return variant.clone();
        }
        let (ack_catalog, catalog) = (&self.ack_catalog, &self.catalog.path);
        let action = name.ram_action.as_deref().unwrap_or_default();
        quote_spanned! { name.span =>
            (#ack_catalog::support::known_action)(#catalog::from_ram_action(#action), #action)
        }
    }

    /// Returns a constant that is an error if the catalog does not have the action, or else makes a check of it.
    fn check_name(&self, name: &Name, check: &TokenStream) -> TokenStream {
        let (ack_catalog, catalog) = (&self.ack_catalog, &self.catalog.path);
        let action = self.action(name);
        let is_named = name.variant.as_ref().and(name.ram_action.as_deref());
        // The macro may expect another action than that of the variant.
        let is_expected = is_named.map(|expected| {
            quote_spanned! { name.span =>
                (#ack_catalog::support::require_action)(__action.ram_action(), #expected);
            }
        });
        quote_spanned! { name.span =>
            const _: () = {
                let __action: #catalog = #action;
                #is_expected
                #check
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::expand;
    use proc_macro2::{TokenStream, TokenTree};
    use std::cell::RefCell;
    use std::io;

    fn expanded(arguments: &str, policy: &str) -> TokenStream {
        let input = format!("[ack] \"policy.json\", {arguments}");
        let input = input.parse().expect("tokens");
        expand(input, &|_| Ok(policy.as_bytes().to_vec()))
    }

    /// Returns all identifiers, at any depth.
    fn names(tokens: TokenStream) -> Vec<String> {
        let mut found = Vec::new();
        for token in tokens {
            match token {
                TokenTree::Ident(name) => found.push(name.to_string()),
                TokenTree::Group(group) => found.extend(names(group.stream())),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
        found
    }

    /// Whatever a policy contains is in literals.
    #[test]
    fn text_of_a_policy_never_becomes_code() {
        let hostile = [
            "\\\" ); injected!( \\\"",
            "*/ injected /*",
            "{injected}",
            "\\n injected \\u0000 \\u001b[31m\\u202e",
            "r#injected\\\"#",
        ];
        let calm = r#"{"Version": "1", "Statement": [
            {"Effect": "Allow", "Action": "a", "Resource": "b", "Condition": {"Bool": {"c": "true"}}},
            {"Effect": "Deny", "Action": "a", "Resource": "d"}
        ]}"#;
        for arguments in ["on = \"*\"", "allows = [A], on = \"*\""] {
            for text in hostile {
                let policy = calm
                    .replace("\"a\"", &format!("\"a{text}\""))
                    .replace("\"b\"", &format!("\"b{text}\""))
                    .replace("\"c\"", &format!("\"c{text}\""))
                    .replace("\"d\"", &format!("\"d{text}\""));
                let found = names(expanded(arguments, &policy));
                assert!(
                    !found.iter().any(|name| name.contains("injected")),
                    "{policy}"
                );
            }
        }
        for text in hostile {
            let broken = format!("{{\"{text}\": [\"injected\"");
            let found = names(expanded("allows = [A], on = \"*\"", &broken));
            assert!(
                !found.iter().any(|name| name.contains("injected")),
                "{found:?}"
            );
        }
    }

    #[test]
    fn only_the_named_file_is_read() {
        let asked = RefCell::new(Vec::new());
        let read = |path: &str| {
            asked.borrow_mut().push(path.to_owned());
            Err(io::Error::from(io::ErrorKind::NotFound))
        };
        for path in ["a.json", "/etc/a.json", "C:/a.json", "a.tf", "../b.json"] {
            let input = format!("[ack] {path:?}, on = \"*\"")
                .parse()
                .expect("tokens");
            assert!(
                names(expand(input, &read)).contains(&"compile_error".to_owned()),
                "{path}"
            );
        }
        assert_eq!(asked.into_inner(), ["a.json", "../b.json"]);
    }

    #[test]
    fn large_policy_takes_time_in_line_with_its_size() {
        let patterns = (0..2_000).map(|number| format!("\"acs:cs:*:*:cluster/*{number}*\""));
        let patterns = patterns.collect::<Vec<_>>().join(",");
        let policy = format!(
            r#"{{"Version": "1", "Statement": [{{"Effect": "Allow", "Action": "*", "Resource": [{patterns}]}}]}}"#
        );
        let found = expanded("on = \"acs:cs:*:*:cluster/*\"", &policy).to_string();
        assert!(found.contains("too many patterns"), "{found}");
    }
}
