//! Nothing: the package is for its dependencies.
