//! The frame around the committee's pages: header with who is signed in, side navigation of a contest.

use crate::request;
use crate::ui::frame::{DisplayTools, SignOut};
use crate::ui::icon::{Glyph, Icon, Seal};
use crate::ui::page::Failure;
use domain::people::permission::{Permission, may};
use leptos::prelude::*;
use services::{Actor, ServiceError};
use std::future::Future;

/// Which entry of the side navigation is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdminPlace {
    /// What is next.
    Overview,
    /// Rule sheet.
    Rules,
    /// Questions.
    Questions,
    /// Units and people.
    People,
    /// Participation.
    Participation,
    /// Sealing and review.
    Review,
    /// Proposals that wait for a second person.
    Proposals,
    /// Kiosks.
    Kiosks,
    /// Roles.
    Roles,
    /// Log of acts.
    Log,
    /// None of them.
    None,
}

impl AdminPlace {
    const ALL: [Self; 10] = [
        Self::Overview,
        Self::Rules,
        Self::Questions,
        Self::People,
        Self::Participation,
        Self::Review,
        Self::Proposals,
        Self::Kiosks,
        Self::Roles,
        Self::Log,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Overview => "Tổng quan",
            Self::Rules => "Thể lệ",
            Self::Questions => "Câu hỏi",
            Self::People => "Người dự thi",
            Self::Participation => "Tham gia",
            Self::Review => "Niêm phong, rà soát",
            Self::Proposals => "Đề nghị",
            Self::Kiosks => "Ki-ốt",
            Self::Roles => "Vai trò",
            Self::Log => "Nhật ký",
            Self::None => "Danh mục",
        }
    }

    fn glyph(self) -> Glyph {
        match self {
            Self::Overview => Glyph::Home,
            Self::Rules => Glyph::Book,
            Self::Questions => Glyph::List,
            Self::People => Glyph::People,
            Self::Participation => Glyph::Count,
            Self::Review => Glyph::Shield,
            Self::Proposals => Glyph::Pencil,
            Self::Kiosks => Glyph::Screen,
            Self::Roles => Glyph::Key,
            Self::Log => Glyph::Paper,
            Self::None => Glyph::Menu,
        }
    }

    /// Address of the entry. Review is per round, so its entry leads to the rounds of the overview.
    fn address(self, contest: &str) -> String {
        let rest = match self {
            Self::Overview | Self::None => "",
            Self::Rules => "/the-le",
            Self::Questions => "/cau-hoi",
            Self::People => "/nguoi-thi",
            Self::Participation => "/tham-gia",
            Self::Review => "#dot-thi",
            Self::Proposals => "/de-nghi",
            Self::Kiosks => "/kiosk",
            Self::Roles => "/vai-tro",
            Self::Log => "/nhat-ky",
        };
        format!("/admin/{contest}{rest}")
    }

    /// What one must be allowed to do to use the page.
    fn permissions(self) -> &'static [Permission] {
        match self {
            Self::Overview | Self::Rules | Self::None => &[Permission::SeeContest],
            Self::Questions => &[Permission::SeeKeys],
            Self::People => &[Permission::EditRoster, Permission::SeeParticipation],
            Self::Participation => &[Permission::SeeParticipation],
            Self::Review => &[Permission::Seal, Permission::SeeStandings],
            Self::Proposals => &[Permission::ProposeChange, Permission::ConfirmChange],
            Self::Kiosks => &[Permission::ManageKiosks],
            Self::Roles => &[Permission::ManageRoles],
            Self::Log => &[Permission::SeeLog],
        }
    }

    /// Whether the entry is worth showing. The page itself asks again, with the contest at hand.
    fn is_for(self, actor: &Actor) -> bool {
        let by_office = |p: &Permission| {
            use Permission as P;
            actor.is_admin
                && matches!(
                    p,
                    P::SeeContest | P::ManageRoles | P::ManageKiosks | P::SeeLog
                )
        };
        let by_role = |p: &Permission| actor.grants.iter().any(|g| may(g.role, *p));
        self.permissions()
            .iter()
            .any(|p| by_office(p) || by_role(p))
    }
}

/// Shows what the future loads, which brings its own frame, or says what went wrong inside [`AdminTopFrame`]. The
/// response waits for it, so the status is right.
pub fn loaded_admin<V, F>(load: F) -> impl IntoView
where
    V: IntoView + 'static,
    F: Future<Output = Result<V, ServiceError>> + Send + 'static,
{
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load.await {
                    Ok(view) => view.into_any(),
                    Err(error) => view! { <AdminTopFrame><Failure error=error/></AdminTopFrame> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// A page about one contest.
#[component]
pub fn AdminFrame(
    /// Code of the contest.
    #[prop(into)]
    contest_code: String,
    /// Its title.
    #[prop(into)]
    contest_title: String,
    /// Open entry of the side navigation.
    here: AdminPlace,
    /// The page.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="page">
            <AdminHead/>
            <div class="shell">
                <Side code=contest_code title=contest_title here=here/>
                <main class="shell__main stack stack--loose" id="main" tabindex="-1">{children()}</main>
            </div>
        </div>
    }
}

/// A page of the committee that belongs to no contest.
#[component]
pub fn AdminTopFrame(
    /// The page.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="page">
            <AdminHead/>
            <main class="wrap section stack stack--loose" id="main" tabindex="-1">{children()}</main>
        </div>
    }
}

/// What was done, after a redirect with `?xong=…`.
#[component]
pub fn DoneNote(
    /// The sentence for a value of `xong`; `None` for one the page does not know.
    words: fn(&str) -> Option<&'static str>,
) -> impl IntoView {
    // A refused form shows its own message, and the address still carries what was done before it.
    let done = if crate::forms::posted().is_some() {
        None
    } else {
        request::query("xong")
    };
    let sentence = done.and_then(|d| words(&d));
    sentence.map(|s| {
        view! {
            <div class="notice notice--ok" role="status"><Icon glyph=Glyph::Tick/><div><p class="notice__title">{s}</p></div></div>
        }
    })
}

#[component]
fn AdminHead() -> impl IntoView {
    let actor = request::actor();
    view! {
        <a class="skip" href="#main">"Đến nội dung chính"</a>
        <section class="topbar" aria-label="Hiển thị">
            <div class="wrap wrap--full topbar__in">
                <p class="topbar__note">"Khu vực Ban Tổ chức"</p>
                <div class="topbar__tools"><DisplayTools/></div>
            </div>
        </section>
        <header class="header">
            <div class="wrap wrap--full header__in">
                <a class="brand" href="/admin">
                    <Seal/>
                    <span class="brand__text">
                        <span class="brand__name">"Hội Thi"</span>
                        <span class="brand__sub">"Quản trị cuộc thi"</span>
                    </span>
                </a>
                <div class="header__end">
                    <a class="header__who" href="/dang-nhap?doi=1"><span class="sr">"Đổi mật khẩu của "</span>{actor.name}</a>
                    <SignOut/>
                </div>
            </div>
        </header>
        <div class="pennants" aria-hidden="true"></div>
    }
}

#[component]
fn Side(code: String, title: String, here: AdminPlace) -> impl IntoView {
    view! {
        <aside class="side" aria-label="Cuộc thi đang xem">
            <p class="side__who"><strong>{title}</strong></p>
            <nav class="side__nav" aria-label="Quản trị"><SideLinks code=code.clone() here=here/></nav>
            <details class="side__menu">
                <summary><Icon glyph=here.glyph()/>{here.name()}<Icon glyph=Glyph::Down/></summary>
                <nav aria-label="Danh mục quản trị"><SideLinks code=code here=here/></nav>
            </details>
        </aside>
    }
}

#[component]
fn SideLinks(code: String, here: AdminPlace) -> impl IntoView {
    let actor = request::actor();
    let own = request::path();
    let links = AdminPlace::ALL.into_iter().filter(|p| *p == here || p.is_for(&actor)).map(|place| {
        let current = place == here;
        // The page about one round is its own entry: following it must not lead away.
        let to = if current { own.clone() } else { place.address(&code) };
        view! {
            <li>
                <a href=to aria-current=current.then_some("page")><Icon glyph=place.glyph()/>{place.name()}</a>
            </li>
        }
    });
    view! {
        <ul class="side__list">
            {links.collect_view()}
            <li><a href=format!("/cuoc-thi/{code}")><Icon glyph=Glyph::Screen/>"Trang công khai"</a></li>
            <li><a href="/admin"><Icon glyph=Glyph::Left/>"Cuộc thi khác"</a></li>
        </ul>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::{AccountId, ContestId};
    use domain::people::Role;
    use domain::time::Moment;
    use services::Grant;

    fn with_role(role: Role) -> Actor {
        let grant = Grant {
            contest: ContestId::from_text("c"),
            role,
            unit: None,
            granted_at: Moment(0),
        };
        Actor {
            account: Some(AccountId::from_text("a")),
            grants: vec![grant],
            ..Actor::default()
        }
    }

    #[test]
    fn nobody_is_shown_a_page_the_role_cannot_open() {
        let judge = with_role(Role::Judge);
        assert!(AdminPlace::Overview.is_for(&judge));
        assert!(!AdminPlace::Questions.is_for(&judge));
        let admin = Actor {
            is_admin: true,
            ..Actor::default()
        };
        assert!(AdminPlace::Roles.is_for(&admin));
        assert!(
            !AdminPlace::Questions.is_for(&admin),
            "an administrator without a role sees no key"
        );
    }
}
