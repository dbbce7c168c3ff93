//! TypeScript of the contract, generated from the table. Committed at `ui/src/host/contract.ts`; a test keeps it fresh.

use super::CALLS;
use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};
use ts_rs::{Config, TS, TypeVisitor};

/// The declarations met so far, by name.
pub(crate) struct Declarations {
    config: Config,
    found: BTreeMap<String, String>,
    /// Types looked into, so that a recursive one (any JSON) ends.
    seen: HashSet<TypeId>,
}

impl std::fmt::Debug for Declarations {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Declarations").field("found", &self.found.len()).finish_non_exhaustive()
    }
}

impl Declarations {
    /// Adds `T` and all it is made of; answers how to write it.
    pub(crate) fn add<T: TS + 'static + ?Sized>(&mut self) -> String {
        let name = T::name(&self.config);
        self.declare::<T>();
        name
    }

    fn declare<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        if T::output_path().is_some() {
            let ident = T::ident(&self.config);
            if !self.found.contains_key(&ident) {
                let docs = T::docs().unwrap_or_default();
                self.found.insert(ident, format!("{docs}export {}", T::decl(&self.config)));
            }
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        self.declare::<T>();
    }
}

/// The whole contract as one TypeScript module.
pub fn typescript() -> String {
    let config = Config::new().with_large_int("number");
    let mut declarations = Declarations { config, found: BTreeMap::new(), seen: HashSet::new() };
    let mut calls = String::new();
    let mut topics = String::new();
    for call in CALLS {
        let (input, output) = (call.types)(&mut declarations);
        calls.push_str(&format!(
            "  /** {} */\n  '{}': {{ input: {input}; output: {output} }}\n",
            call.about, call.name
        ));
        let names: Vec<String> = call.topics.iter().map(|topic| format!("'{topic:?}'")).collect();
        topics.push_str(&format!("  '{}': [{}],\n", call.name, names.join(", ")));
    }
    declarations.add::<super::Topic>();
    declarations.add::<super::Progress>();
    declarations.add::<crate::error::WireFailure>();
    let types: Vec<String> = declarations.found.into_values().collect();
    format!(
        "// The contract of calls. Made from the table in greenroom-core; do not edit by hand:\n\
         // `greenroom contract > ui/src/host/contract.ts` writes it, a test keeps it fresh.\n\n{}\n\n\
         /** Every call: what goes in, what comes out. */\nexport interface Calls {{\n{calls}}}\n\n\
         /** What a read shows or a write changes. */\nexport const topics: Record<keyof Calls, readonly Topic[]> = {{\n{topics}}}\n",
        types.join("\n\n")
    )
}
