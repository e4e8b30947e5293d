//! Inconsistencies of a rule sheet, each named (see the helper module docs).
