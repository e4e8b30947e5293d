//! The frame around public pages: display switches, header, footer.
//!
//! Each part erases its type (`into_any`): nested view types would otherwise grow past what the compiler follows.

use crate::kiosk::frame::KioskFrame;
use crate::request;
use crate::ui::icon::{Glyph, Icon, Seal};
use leptos::prelude::*;

/// Which entry of the main navigation is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Contests.
    Contests,
    /// Results.
    Results,
    /// Receipts.
    Receipts,
    /// None of them.
    Other,
}

/// A public page; on a kiosk inside the frame of its turn.
#[component]
pub fn Frame(
    /// Open entry of the navigation.
    #[prop(default = Place::Other)]
    place: Place,
    /// The page.
    children: Children,
) -> impl IntoView {
    if request::on_kiosk() {
        return view! { <KioskFrame>{children()}</KioskFrame> }.into_any();
    }
    view! {
        <div class="page">
            <a class="skip" href="#main">"Đến nội dung chính"</a>
            <TopBar/>
            <Header place=place/>
            <main id="main" tabindex="-1">{children()}</main>
            <Footer/>
        </div>
    }
    .into_any()
}

/// Text size, contrast and theme: plain forms that set a cookie.
#[component]
pub fn DisplayTools() -> impl IntoView {
    let display = request::display();
    let text = display.text.unwrap_or_else(|| "normal".into());
    let more = display.contrast.as_deref() == Some("more");
    let dark = display.theme.as_deref() == Some("dark");
    let back = request::path();
    let pressed = move |on: bool| if on { "true" } else { "false" };
    view! {
        <form class="topbar__group" method="post" action="/hien-thi" aria-label="Cỡ chữ">
            <input type="hidden" name="ve" value=back.clone()/>
            <button class="tool tool--small" name="text" value="small" aria-pressed=pressed(text == "small")>
                <span aria-hidden="true">"A−"</span><span class="sr">"Chữ nhỏ"</span>
            </button>
            <button class="tool" name="text" value="normal" aria-pressed=pressed(text == "normal")>
                <span aria-hidden="true">"A"</span><span class="sr">"Chữ vừa"</span>
            </button>
            <button class="tool tool--large" name="text" value="large" aria-pressed=pressed(text == "large")>
                <span aria-hidden="true">"A+"</span><span class="sr">"Chữ to"</span>
            </button>
        </form>
        <form class="topbar__group" method="post" action="/hien-thi" aria-label="Màu">
            <input type="hidden" name="ve" value=back/>
            <button class="tool" name="contrast" value=if more { "normal" } else { "more" } aria-pressed=pressed(more)>
                <Icon glyph=Glyph::Contrast/><span class="tool__text">"Tăng tương phản"</span>
            </button>
            <button class="tool" name="theme" value=if dark { "light" } else { "dark" } aria-pressed=pressed(dark)>
                <span class="tool__text">"Nền tối"</span>
            </button>
        </form>
    }
    .into_any()
}

#[component]
fn TopBar() -> impl IntoView {
    view! {
        <section class="topbar" aria-label="Hiển thị">
            <div class="wrap topbar__in">
                <p class="topbar__note">"Trang thi chính thức của Ban Tổ chức"</p>
                <div class="topbar__tools"><DisplayTools/></div>
            </div>
        </section>
    }
    .into_any()
}

/// Seal and name of the product.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <a class="brand" href="/">
            <Seal/>
            <span class="brand__text">
                <span class="brand__name">"Hội Thi"</span>
                <span class="brand__sub">"Tìm hiểu cải cách hành chính"</span>
            </span>
        </a>
    }
    .into_any()
}

#[component]
fn Header(place: Place) -> impl IntoView {
    view! {
        <header class="header">
            <div class="wrap header__in">
                <Brand/>
                <nav class="nav" aria-label="Chính"><ul><Links place=place/></ul></nav>
                <details class="menu">
                    <summary class="btn btn--second btn--small"><Icon glyph=Glyph::Menu/>"Danh mục"</summary>
                    <nav class="menu__panel" aria-label="Danh mục"><ul><Links place=place/></ul></nav>
                </details>
            </div>
        </header>
        <div class="pennants" aria-hidden="true"></div>
    }
    .into_any()
}

#[component]
fn Links(place: Place) -> impl IntoView {
    let current = move |p: Place| (place == p).then_some("page");
    view! {
        <li><a href="/" aria-current=current(Place::Contests)>"Cuộc thi"</a></li>
        <li><a href="/ket-qua" aria-current=current(Place::Results)>"Kết quả"</a></li>
        <li><a href="/bien-nhan" aria-current=current(Place::Receipts)>"Tra biên nhận"</a></li>
        <Who/>
    }
    .into_any()
}

/// Sign-in, or who is signed in and the way out.
#[component]
fn Who() -> impl IntoView {
    let actor = request::actor();
    if actor.person.is_none() && actor.account.is_none() {
        return view! { <li><a class="btn btn--second btn--small" href="/dang-nhap">"Đăng nhập"</a></li> }.into_any();
    }
    view! {
        {actor.person.is_some().then(|| view! { <li><a href="/cua-toi">"Bài thi của tôi"</a></li> })}
        {actor.is_staff().then(|| view! { <li><a href="/admin">"Quản trị"</a></li> })}
        <li><SignOut/></li>
    }
    .into_any()
}

/// The way out.
#[component]
pub fn SignOut() -> impl IntoView {
    view! {
        <form method="post" action="/dang-xuat">
            <button class="btn btn--second btn--small">"Đăng xuất"</button>
        </form>
    }
    .into_any()
}

#[component]
fn Footer() -> impl IntoView {
    view! {
        <footer class="footer">
            <div class="wrap">
                <div class="footer__cols">
                    <div>
                        <p class="footer__title">"Hội Thi"</p>
                        <p>"Thi trực tuyến về cải cách hành chính: công khai thể lệ, công bằng xếp hạng, ai cũng kiểm tra lại được kết quả."</p>
                    </div>
                    <nav aria-labelledby="f1">
                        <p class="footer__title" id="f1">"Trợ giúp"</p>
                        <ul>
                            <li><a href="/huong-dan">"Hướng dẫn dự thi"</a></li>
                            <li><a href="/bien-nhan">"Tra biên nhận"</a></li>
                        </ul>
                    </nav>
                    <nav aria-labelledby="f2">
                        <p class="footer__title" id="f2">"Thông tin"</p>
                        <ul>
                            <li><a href="/du-lieu-ca-nhan">"Bảo vệ dữ liệu cá nhân"</a></li>
                            <li><a href="/dang-nhap">"Ban Tổ chức đăng nhập"</a></li>
                        </ul>
                    </nav>
                </div>
                <p class="footer__note">"Mọi giờ trên trang là giờ Việt Nam, theo đồng hồ của máy chủ."</p>
            </div>
        </footer>
    }
    .into_any()
}
