//! Prizes by rank, and what becomes of ties the keys leave (DESIGN 4, "Ties"; docs/RULES.md, "Prizes").

use super::entry::{CommitteeOrder, Decisions, Tied};
use super::result::{TieGroup, TieOutcome};
use crate::draw;
use domain::contest::RuleSheet;
use domain::contest::rule_sheet::Unresolved;
use domain::units::Dong;

/// Shares of money are rounded down to this.
const ROUND_TO: i64 = 1_000;

/// One prize to be given. Places are in order, highest first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) code: &'a str,
    pub(super) amount: Dong,
}

/// The individual places of a rule sheet, at most as many as there can be winners.
pub(super) fn individual_places(rules: &RuleSheet, limit: usize) -> Vec<Place<'_>> {
    rules
        .prizes
        .individual
        .iter()
        .flat_map(|tier| {
            let place = Place {
                code: &tier.code,
                amount: tier.amount,
            };
            std::iter::repeat_n(place, usize::try_from(tier.count).unwrap_or(usize::MAX))
        })
        .take(limit)
        .collect()
}

/// Someone who can win, in rank order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Contender<'a> {
    /// Index of the line.
    pub(super) at: usize,
    pub(super) id: &'a str,
    pub(super) rank: u32,
}

/// What a contender gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Award {
    /// The prize of this place with this money.
    Won { place: usize, amount: Dong },
    /// A prize place that waits for a decision.
    Pending,
}

/// Awards by line index, and the ties met on the way.
#[derive(Debug, Default)]
pub(super) struct Awarded {
    pub(super) awards: Vec<(usize, Award)>,
    pub(super) ties: Vec<TieGroup>,
}

/// How ties are resolved in one round.
pub(super) struct Resolver<'a> {
    policy: Option<Unresolved>,
    seed: Option<[u8; 32]>,
    orders: &'a [CommitteeOrder],
}

enum Resolution {
    Share,
    Order(Vec<usize>, TieOutcome),
    Pending,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(rules: &RuleSheet, round: &str, decisions: &'a Decisions) -> Self {
        let seed = decisions.draw.as_ref();
        Self {
            policy: rules.ranking.unresolved,
            seed: seed.and_then(|d| d.seed(&rules.code, round).ok()),
            orders: &decisions.orders,
        }
    }

    /// A rule sheet that has not chosen (only before commitment) leaves ties pending: money is never paid by a guess.
    fn resolve(&self, of: &Tied, rank: u32, ids: &[&str]) -> Resolution {
        match self.policy {
            Some(Unresolved::Share) => Resolution::Share,
            Some(Unresolved::Draw) => self.seed.map_or(Resolution::Pending, |seed| {
                let scope = match of {
                    Tied::List(_) => "",
                    Tied::Collective(code) => code,
                };
                Resolution::Order(draw::order(&seed, scope, ids), TieOutcome::Drawn)
            }),
            Some(Unresolved::Committee) | None => self
                .orders
                .iter()
                .filter(|o| o.of == *of && o.rank == rank)
                .find_map(|o| permutation(&o.order, ids))
                .map_or(Resolution::Pending, |order| {
                    Resolution::Order(order, TieOutcome::Decided)
                }),
        }
    }
}

/// Indexes of `ids` in the order `named`; none unless `named` holds exactly the same ids.
fn permutation(named: &[String], ids: &[&str]) -> Option<Vec<usize>> {
    let order: Vec<usize> = named
        .iter()
        .map(|n| ids.iter().position(|id| id == n))
        .collect::<Option<_>>()?;
    let mut sorted = order.clone();
    sorted.sort_unstable();
    sorted.dedup();
    (sorted.len() == ids.len() && order.len() == ids.len()).then_some(order)
}

/// Gives the places to the contenders, tied group by tied group, until the places are used.
pub(super) fn award<'a>(
    contenders: impl Iterator<Item = Contender<'a>>,
    places: &[Place<'_>],
    of: &Tied,
    resolver: &Resolver<'_>,
) -> Awarded {
    let mut contenders = contenders.peekable();
    let mut awarded = Awarded::default();
    let mut first = 0;
    while first < places.len() {
        let Some(leader) = contenders.next() else {
            break;
        };
        let mut group = vec![leader];
        while let Some(next) = contenders.next_if(|c| c.rank == leader.rank) {
            group.push(next);
        }
        settle(&group, first, places, (of, resolver), &mut awarded);
        first += group.len();
    }
    awarded
}

fn settle(
    group: &[Contender<'_>],
    first: usize,
    places: &[Place<'_>],
    (of, resolver): (&Tied, &Resolver<'_>),
    awarded: &mut Awarded,
) {
    let end = places.len().min(first + group.len());
    let open = &places[first..end];
    // Nothing is open when everyone of the group gets the same tier anyway.
    if open.len() == group.len() && open.iter().all(|p| p.code == open[0].code) {
        let won = group.iter().zip(first..).map(|(c, place)| {
            let amount = places[place].amount;
            (c.at, Award::Won { place, amount })
        });
        awarded.awards.extend(won);
        return;
    }
    let ids: Vec<&str> = group.iter().map(|c| c.id).collect();
    let rank = group[0].rank;
    let mut ordered: Vec<usize> = (0..group.len()).collect();
    let outcome = match resolver.resolve(of, rank, &ids) {
        Resolution::Share => {
            let each = share(open, group.len());
            let won = group.iter().map(|c| {
                let (place, amount) = (first, each);
                (c.at, Award::Won { place, amount })
            });
            awarded.awards.extend(won);
            TieOutcome::Shared { each }
        }
        Resolution::Order(order, outcome) => {
            let won = order.iter().zip(first..end).map(|(i, place)| {
                let amount = places[place].amount;
                (group[*i].at, Award::Won { place, amount })
            });
            awarded.awards.extend(won);
            ordered = order;
            outcome
        }
        Resolution::Pending => {
            let waiting = group.iter().map(|c| (c.at, Award::Pending));
            awarded.awards.extend(waiting);
            TieOutcome::Pending
        }
    };
    let list = match of {
        Tied::List(list) => list.clone(),
        Tied::Collective(_) => None,
    };
    awarded.ties.push(TieGroup {
        list,
        rank,
        ids: ordered.iter().map(|i| ids[*i].to_owned()).collect(),
        first_place: number(first + 1),
        places: number(open.len()),
        outcome,
    });
}

/// The money of the places the tied occupy, divided among all of them and rounded down to 1,000 đ.
fn share(open: &[Place<'_>], tied: usize) -> Dong {
    let pool = open
        .iter()
        .fold(0_i64, |sum, p| sum.saturating_add(p.amount.0));
    let each = i64::try_from(tied).map_or(0, |tied| pool / tied);
    Dong(each / ROUND_TO * ROUND_TO)
}

/// Money of each place of a line of prizes given together: divided and rounded down like a share.
pub(super) fn divided(amount: Dong, count: u32) -> Dong {
    Dong(amount.0 / i64::from(count.max(1)) / ROUND_TO * ROUND_TO)
}

/// A count as it is stored; no round has four thousand million entries.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
