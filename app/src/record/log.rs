//! The log of acts: newest first, searched, with a check of its chain of hashes.

use crate::request;
use crate::standings::list::{Asked, Empty, RowTh, Table, Td, Th};
use crate::ui::admin::{AdminFrame, AdminPlace, loaded_admin};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page::Title;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use services::record::{ActView, ActsPage};

/// Parameter that asks for a check of the chain.
const CHECK: &str = "kiem";

/// What committee and server did in a contest.
#[component]
pub fn LogPage() -> impl IntoView {
    let (services, actor) = (request::services(), request::actor());
    let code = use_params_map()
        .read_untracked()
        .get("contest")
        .unwrap_or_default();
    let asked = Asked::of_request(&["tim", "truoc", CHECK]);
    let load = async move {
        let contest = services.contest(&code).await?;
        let before = asked.some("truoc").and_then(|t| t.parse().ok());
        let page = services
            .acts(&actor, &code, asked.get("tim"), before)
            .await?;
        let chain = match asked.some(CHECK) {
            Some(_) => Some(services.check_log().await?),
            None => None,
        };
        let title = contest.rules.title.clone();
        Ok(view! {
            <AdminFrame contest_code=code contest_title=title here=AdminPlace::Log>
                <Log page=page chain=chain asked=asked/>
            </AdminFrame>
        })
    };
    view! { <Title text="Nhật ký"/>{loaded_admin(load)} }
}

/// `chain` is none while nobody asked, then the first broken line, if any.
#[component]
fn Log(page: ActsPage, chain: Option<Option<i64>>, asked: Asked) -> impl IntoView {
    let searched = asked.get("tim").to_owned();
    let empty = page.acts.is_empty();
    let older = page
        .older
        .map(|seq| asked.with(&[("truoc", &seq.to_string()), (CHECK, "")]));
    let newest = asked
        .some("truoc")
        .map(|_| asked.with(&[("truoc", ""), (CHECK, "")]));
    let rows = page
        .acts
        .into_iter()
        .map(|a| view! { <Row act=a/> })
        .collect_view();
    let head = view! { <Th text="Số" n=true/><Th text="Việc"/><Th text="Người làm"/><Th text="Lúc"/><Th text="Mã băm"/> };
    let title = if searched.is_empty() {
        "Chưa có việc nào được ghi".to_owned()
    } else {
        format!("Không có việc nào khớp “{searched}”")
    };
    view! {
        <div class="page-head">
            <h1>"Nhật ký"</h1>
            <p class="lede">"Mọi việc của Ban Tổ chức trong cuộc thi này, mới nhất trước. Mỗi dòng nối với dòng trước bằng mã băm: sửa hay xoá một dòng đều lộ ra. Số đếm chung cho mọi cuộc thi trên máy chủ nên ở đây có thể cách quãng."</p>
        </div>
        <Chain chain=chain/>
        <form class="toolbar" role="search" method="get">
            <div class="field toolbar__grow">
                <label class="field__label" for="tim">"Tìm theo việc, người làm hoặc đợt"</label>
                <input class="input" id="tim" name="tim" type="search" value=searched/>
            </div>
            <button class="btn btn--second"><Icon glyph=Glyph::Search/>"Tìm"</button>
            <a class="btn btn--quiet" href=asked.with(&[(CHECK, "1")])>"Kiểm tra chuỗi mã băm"</a>
        </form>
        {if empty {
            view! { <Empty title=title text="Thử gõ ít chữ hơn; gõ có dấu hay không dấu đều được."/> }.into_any()
        } else {
            view! { <Table caption="Nhật ký, mới nhất trước" quiet=true head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table> }.into_any()
        }}
        <nav class="pager" aria-label="Trang">
            <ul>
                {newest.map(|to| view! { <li><a href=to>"Mới nhất"</a></li> })}
                {older.map(|to| view! { <li><a href=to rel="next">"Cũ hơn"</a></li> })}
            </ul>
        </nav>
    }
}

#[component]
fn Chain(chain: Option<Option<i64>>) -> impl IntoView {
    chain.map(|broken| match broken {
        None => view! {
            <div class="notice notice--ok" role="status"><Icon glyph=Glyph::Tick/><div>
                <p class="notice__title">"Chuỗi mã băm còn nguyên"</p><p>"Không dòng nào của nhật ký bị sửa hay xoá."</p>
            </div></div>
        }
        .into_any(),
        Some(seq) => view! {
            <div class="notice notice--urgent" role="alert"><Icon glyph=Glyph::Warn/><div>
                <p class="notice__title">{format!("Chuỗi mã băm đứt ở dòng {seq}")}</p>
                <p>"Nhật ký đã bị sửa ngoài chương trình. Giữ nguyên máy chủ, báo người quản trị và so với bản sao lưu."</p>
            </div></div>
        }
        .into_any(),
    })
}

#[component]
fn Row(act: ActView) -> impl IntoView {
    view! {
        <tr role="row">
            <Td label="Số" n=true>{act.seq}</Td>
            <RowTh>{act.what}{(!act.about.is_empty()).then(|| view! { <span class="muted">{format!(" {}", act.about)}</span> })}</RowTh>
            <Td label="Người làm">{act.who}</Td>
            <Td label="Lúc">{act.at.stamp()}</Td>
            <Td label="Mã băm" long=true><span class="hash">{act.hash}</span></Td>
        </tr>
    }
}
