//! The document around every page, and the routes.

use crate::request;
use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// The document. Sets the policy for scripts and styles, with the nonce of this response.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let display = request::display();
    let kiosk = request::actor().kiosk.is_some();
    let admin = request::path().starts_with("/admin") && !request::path().ends_with(LIVE);
    // Quiz pages are set in two weights (`--bold` in quiz.css), all others in three.
    let quiz = request::path().starts_with("/thi/");
    let bold = if quiz { 600 } else { 700 };
    // What only large glass needs stays off everybody's first visit.
    let on_glass = kiosk || request::path().starts_with("/kiosk");
    let kiosk_style = format!("/{}/kiosk.css", options.site_pkg_dir);
    security_headers();
    view! {
        <!DOCTYPE html>
        <html
            lang="vi"
            data-theme=display.theme
            data-contrast=display.contrast
            data-text=display.text
            data-surface=kiosk.then_some("kiosk")
        >
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <Fonts bold=bold/>
                <HashedStylesheet options=options.clone()/>
                {on_glass.then(|| view! { <link rel="stylesheet" href=kiosk_style/> })}
                // The committee's other pages are plain forms: no island, so nothing to load.
                {(!admin).then(|| view! { <HydrationScripts options=options islands=true/> })}
                {quiz.then(|| view! { <script nonce=leptos::nonce::use_nonce()>{WAKING}</script> })}
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// How the address of the one committee page that hears of what happens ends.
const LIVE: &str = "/tham-gia";

/// Lays a sheet out as it will stand once its live panel is awake, so that nothing jumps when it wakes (`quiz.css`). A
/// panel that has not come after a while never will: then the sheet is one to be sent with a button.
const WAKING: &str = "{const e=document.documentElement;if(window.WebAssembly){e.dataset.waking='';setTimeout(()=>delete e.dataset.waking,8000)}}";

/// What the first screen needs, asked for before the style sheet is read.
#[component]
fn Fonts(bold: u16) -> impl IntoView {
    [("latin", 400), ("vietnamese", 400), ("latin", bold), ("vietnamese", bold)]
        .map(|(letters, weight)| {
            view! {
                <link rel="preload" href=format!("/fonts/be-vietnam-pro-{letters}-{weight}.woff2") r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
            }
        })
        .collect_view()
}

fn security_headers() {
    let nonce = leptos::nonce::use_nonce()
        .map(|n| n.to_string())
        .unwrap_or_default();
    let policy = format!(
        "default-src 'self'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    );
    request::respond_header("content-security-policy", &policy);
}

/// All pages.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    use crate::{contest, kiosk, people, question, quiz, record, standings};
    view! {
        <Router>
            <Routes fallback=|| view! { <NotFound/> }>
                <Route path=path!("/") view=contest::home::Home ssr=SsrMode::Async/>
                <Route path=path!("/cuoc-thi/:contest") view=contest::page::ContestPage ssr=SsrMode::Async/>
                <Route path=path!("/cuoc-thi/:contest/vao-thi/:round") view=people::enter::EnterPage ssr=SsrMode::Async/>
                <Route path=path!("/cuoc-thi/:contest/ket-qua/:round") view=standings::results::ResultsPage ssr=SsrMode::Async/>
                <Route path=path!("/cuoc-thi/:contest/toan-cuoc") view=standings::overall::OverallPage ssr=SsrMode::Async/>
                <Route path=path!("/ket-qua") view=standings::results::AllResultsPage ssr=SsrMode::Async/>
                <Route path=path!("/bien-nhan") view=quiz::receipt::LookUpPage ssr=SsrMode::Async/>
                <Route path=path!("/dang-nhap") view=people::sign_in::SignInPage ssr=SsrMode::Async/>
                <Route path=path!("/huong-dan") view=contest::help::HelpPage ssr=SsrMode::Async/>
                <Route path=path!("/du-lieu-ca-nhan") view=contest::help::PrivacyPage ssr=SsrMode::Async/>
                <Route path=path!("/cua-toi") view=quiz::mine::MinePage ssr=SsrMode::Async/>
                <Route path=path!("/thi/:attempt") view=quiz::page::QuizPage ssr=SsrMode::Async/>
                <Route path=path!("/thi/:attempt/kiem-tra") view=quiz::check::CheckPage ssr=SsrMode::Async/>
                <Route path=path!("/thi/:attempt/bien-nhan") view=quiz::receipt::ReceiptPage ssr=SsrMode::Async/>
                <Route path=path!("/thi/:attempt/ket-qua") view=standings::own::OwnResultPage ssr=SsrMode::Async/>
                <Route path=path!("/kiosk") view=kiosk::page::KioskPage ssr=SsrMode::Async/>
                <Route path=path!("/kiosk/tiep-tuc/:token") view=kiosk::page::HandoffPage ssr=SsrMode::Async/>
                <Route path=path!("/unit") view=standings::participation::UnitPage ssr=SsrMode::Async/>
                <Route path=path!("/admin") view=contest::admin::AdminHome ssr=SsrMode::Async/>
                <Route path=path!("/admin/tao") view=contest::admin::CreatePage ssr=SsrMode::Async/>
                <Route path=path!("/admin/tai-khoan") view=people::admin::AccountsPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/:contest") view=contest::admin::OverviewPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/:contest/the-le") view=contest::rules::RulesPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/:contest/cau-hoi") view=question::page::QuestionsPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/:contest/nguoi-thi") view=people::roster::RosterPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/:contest/tham-gia") view=standings::participation::ParticipationPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/:contest/xep-hang-chung") view=standings::overall::OverallReviewPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/:contest/ra-soat/:round") view=standings::review::ReviewPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/:contest/de-nghi") view=record::proposals::ProposalsPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/:contest/kiosk") view=kiosk::admin::KiosksPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/:contest/vai-tro") view=people::admin::RolesPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/:contest/nhat-ky") view=record::log::LogPage ssr=SsrMode::Async/>
            </Routes>
        </Router>
    }
}

#[component]
fn NotFound() -> impl IntoView {
    view! { <crate::ui::frame::Frame><crate::ui::page::Failure error=services::ServiceError::NotFound/></crate::ui::frame::Frame> }
}
