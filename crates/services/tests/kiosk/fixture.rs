//! What these stories share.

use crate::support::{World, preset, rejection};
use domain::contest::RuleSheet;
use domain::ids::{KioskId, UnitId};
use domain::people::Role;
use domain::quiz::save::{Save, Slot};
use services::kiosk::Clerk;
use services::people::{NewAccount, NewSession, UnitInput};
use services::quiz::StartOn;
use services::{Actor, Rejection, Services};

pub(crate) const WARD: &str = "bong-son-2024";

pub(crate) const ROUND: &str = "dot-1";

/// A ward with an open round, two neighbourhoods, and one paired kiosk.
pub(crate) struct Ward {
    pub(crate) world: World,
    pub(crate) device: String,
    pub(crate) kiosk: KioskId,
    pub(crate) unit: UnitId,
}

impl Ward {
    pub(crate) async fn new(world: World) -> Self {
        Self::with(world, &preset(WARD)).await
    }

    pub(crate) async fn with(mut world: World, rules: &RuleSheet) -> Self {
        world.contest(rules).await;
        world.fill_bank(WARD).await;
        let unit = |name: &str| UnitInput {
            name: name.into(),
            ..UnitInput::default()
        };
        let units = [unit("Khu phố 1"), unit("Khu phố 2")];
        let units = world
            .services
            .set_units(&world.organiser, WARD, &units)
            .await
            .unwrap();
        world.commit(WARD, ROUND).await;
        world.open_round(WARD, ROUND).await;
        let unit = units[0].id.clone();
        let (kiosk, device) = pair(&world, &unit).await;
        Self {
            world,
            device,
            kiosk,
            unit,
        }
    }

    pub(crate) fn services(&self) -> &Services {
        &self.world.services
    }

    /// The kiosk as it is between two turns.
    pub(crate) async fn idle(&self) -> Actor {
        self.services()
            .actor(None, Some(&self.device))
            .await
            .unwrap()
    }

    /// The actor of a request with these cookies.
    pub(crate) async fn on_kiosk(&self, session: &NewSession) -> Actor {
        self.services()
            .actor(Some(&session.token), Some(&self.device))
            .await
            .unwrap()
    }

    /// The word of a clerk, by a password of their own.
    pub(crate) async fn clerk(&self, login: &str) -> Clerk {
        let new = NewAccount {
            login: login.to_owned(),
            full_name: format!("Cán bộ {login}"),
            password: "mật khẩu đủ dài".into(),
            identity: format!("nb-{login}"),
            ..NewAccount::default()
        };
        let services = self.services();
        services.insert_account(None, &new).await.unwrap();
        self.world.with_role(WARD, login, Role::Judge, None).await;
        services
            .verify_clerk(&self.idle().await, login, &new.password)
            .await
            .unwrap()
    }

    /// A turn: someone declares themselves on the kiosk.
    pub(crate) async fn turn(&self, full_name: &str) -> NewSession {
        let declared = self.world.declared(WARD, full_name).await;
        self.services()
            .sign_in_declared(&self.idle().await, WARD, &declared, None)
            .await
            .unwrap()
    }

    pub(crate) async fn start(&self, actor: &Actor) -> String {
        let now = self.services().now();
        self.services()
            .start_attempt(actor, WARD, ROUND, StartOn::default(), now)
            .await
            .unwrap()
    }
}

pub(crate) async fn pair(world: &World, unit: &UnitId) -> (KioskId, String) {
    let kiosks = world.services.kiosks(&world.organiser, WARD).await;
    let label = match kiosks.unwrap().len() {
        0 => " Máy  1 ".to_owned(),
        n => format!("Máy thêm {n}"),
    };
    let (view, code) = world
        .services
        .create_kiosk(&world.organiser, WARD, unit, &label, 30)
        .await
        .unwrap();
    let device = world.services.pair_kiosk(&code.grouped()).await.unwrap();
    (view.id, device.token)
}

pub(crate) fn choice(value: &str) -> Save {
    Save {
        slot: Slot::Question(0),
        value: value.into(),
        base_revision: 0,
    }
}

pub(crate) fn is_phase<T: std::fmt::Debug>(outcome: services::Result<T>) {
    assert!(matches!(rejection(outcome), Rejection::Phase(_)));
}

impl Ward {
    pub(crate) async fn on_kiosk_account(&self, actor: &Actor) -> Option<String> {
        let again = self
            .services()
            .actor(None, Some(&self.device))
            .await
            .unwrap();
        assert_eq!(actor.account, None);
        again.account.map(|a| a.as_str().to_owned())
    }
}
