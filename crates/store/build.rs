//! Tells Cargo that a new migration changes this crate: the `migrate!` macro only tracks files it has already seen.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
