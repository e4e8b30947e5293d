//! Use cases. Each is one transaction, begun and committed visibly: authorise, load, decide (`domain`, `scoring`),
//! record (`store`), commit. The exception is the hot path of [`quiz`], where many commands share one commit.
//!
//! Nothing here knows HTTP or HTML. Time and randomness come in through [`Clock`] and [`Chance`].

mod actor;
mod authorise;
pub mod contest;
mod error;
pub mod import;
pub mod kiosk;
mod own_key;
mod password;
pub mod people;
pub mod planted;
pub mod question;
pub mod quiz;
pub mod record;
pub mod standings;
mod together;
mod vault;

pub use actor::{Actor, Grant, Kiosk, PersonActor};
pub use authorise::{require, require_admin};
pub use error::{FieldProblem, Rejection, ServiceError};
pub use own_key::KeyFit;
pub use vault::{Purpose, Vault, token_hash};

use contest::RuleCache;
use domain::time::{Moment, Span};
use error::within;
use question::BankCache;
use std::sync::Arc;
use std::time::Duration;
use store::{Db, Tx};

/// The longest the database may take to say what time it is.
const CLOCK_PATIENCE: Duration = Duration::from_secs(5);

/// Result of every use case.
pub type Result<T> = std::result::Result<T, ServiceError>;

/// Reads the clock. The server has the real one, tests a settable one.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Moment;
}

/// Draws random bytes.
pub trait Chance: Send + Sync {
    /// Fills the slice with random bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// Everything the use cases need. Cheap to clone.
#[derive(Clone)]
pub struct Services(Arc<Inner>);

struct Inner {
    db: Db,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    vault: Vault,
    rules: RuleCache,
    shown: contest::Shown,
    banks: BankCache,
    versions: standings::Kept<standings::Version>,
    overalls: standings::Kept<standings::OverallVersion>,
    passwords: password::Passwords,
    hot: quiz::HotQueue,
    sessions: people::Sessions,
    sheets: quiz::Sheets,
    planted: planted::Planted,
    /// The name of this node among those on the same database.
    node: String,
}

impl std::fmt::Debug for Services {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Services")
            .field("engine", &self.0.db.engine())
            .finish_non_exhaustive()
    }
}

impl Services {
    /// Puts the use cases on a database and starts the writer of the hot path on the current runtime.
    #[must_use]
    pub fn start(db: Db, vault: Vault, clock: Arc<dyn Clock>, chance: Arc<dyn Chance>) -> Self {
        let (hot, waiting) = quiz::HotQueue::new();
        let mut name = [0; 8];
        chance.fill(&mut name);
        let inner = Inner {
            node: domain::ids::base32(&name),
            sessions: people::Sessions::start(db.kept()),
            sheets: quiz::Sheets::start(db.kept()),
            db,
            clock,
            chance,
            vault,
            rules: RuleCache::default(),
            shown: contest::Shown::default(),
            banks: BankCache::default(),
            versions: standings::Kept::default(),
            overalls: standings::Kept::default(),
            passwords: password::Passwords::default(),
            hot,
            planted: planted::Planted::default(),
        };
        let services = Self(Arc::new(inner));
        quiz::run_writer(&services, waiting);
        services
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.0.clock.now()
    }

    /// How far our clock is from that of the database; nothing where the database has none of its own. What the question
    /// took on its way counts as neither.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn clock_apart(&self) -> Result<Span> {
        let before = self.now();
        let asked = async { Ok(self.db().kept().clock().await?) };
        let Some(there) = within(CLOCK_PATIENCE, asked).await?.map(Moment) else {
            return Ok(Span(0));
        };
        let after = self.now();
        let apart = (before - there).0.max((there - after).0).max(0);
        Ok(Span(apart))
    }

    /// Whether work that one node does for all is this node's, from now for a while.
    async fn holds(&self, tx: &mut Tx, job: &str, held: Span) -> Result<bool> {
        let now = self.now();
        let until = (now + held).0;
        Ok(store::lease::take(tx, job, &self.0.node, now.0, until).await?)
    }

    /// Leaves such work to other nodes at once: this one is about to stop.
    ///
    /// # Errors
    /// Store errors; the others then wait until the time is over.
    pub async fn leave_jobs(&self) -> Result<()> {
        let mut tx = self.db().write().await?;
        store::lease::leave(&mut tx, &self.0.node).await?;
        Ok(tx.commit().await?)
    }

    /// Random bytes.
    #[must_use]
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.chance.fill(&mut bytes);
        bytes
    }

    /// The database, for operations such as migration and health checks.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// Keys and hashes.
    #[must_use]
    pub fn vault(&self) -> &Vault {
        &self.0.vault
    }
}
