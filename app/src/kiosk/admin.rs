//! Kiosks in the admin: the list, a new one with its one-time code, revoking one.

use crate::forms::{Call, Done, shown};
use crate::request;
use crate::standings::list::{Asked, Empty, RowTh, SortTh, Table, Td, Th, count, or_dash};
use crate::ui::admin::{AdminFrame, AdminPlace, DoneNote, loaded_admin};
use crate::ui::field::{ErrorSummary, SelectField, TextField};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page::Title;
use domain::ids::{KioskId, UnitId};
use domain::kiosk::PairingState;
use domain::text::fold;
use domain::units::grouped;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use services::ServiceError;
use services::kiosk::{KioskView, MAX_VALID_DAYS, PairingCode};
use std::sync::Arc;

/// A kiosk just made, with the code nobody sees again.
#[derive(Debug)]
struct Made {
    kiosk: KioskView,
    code: PairingCode,
}

fn done_words(done: &str) -> Option<&'static str> {
    (done == "thu-hoi").then_some("Đã thu hồi ki-ốt. Lượt đang mở trên máy đó đã kết thúc.")
}

/// The page; the new code; or the question before a kiosk is revoked.
#[component]
pub fn KiosksPage() -> impl IntoView {
    let (services, actor) = (request::services(), request::actor());
    let code = use_params_map()
        .read_untracked()
        .get("contest")
        .unwrap_or_default();
    let asked = Asked::of_request(&["tim", "xep"]);
    let revoke = request::query("thu-hoi").unwrap_or_default();
    let made = shown::<Made>();
    let load = async move {
        let contest = services.contest(&code).await?;
        let kiosks = services.kiosks(&actor, &code).await?;
        let title = contest.rules.title.clone();
        let chosen = kiosks.iter().find(|k| k.id.as_str() == revoke).cloned();
        let inside = match (made, chosen) {
            (Some(made), _) => view! { <NewCode code=code.clone() made=made/> }.into_any(),
            (None, Some(kiosk)) => view! { <RevokeStep code=code.clone() kiosk=kiosk/> }.into_any(),
            (None, None) => {
                let units = services
                    .units(&code)
                    .await?
                    .into_iter()
                    .map(|u| (u.id.as_str().to_owned(), u.name))
                    .collect();
                view! { <Kiosks code=code.clone() kiosks=kiosks units=units asked=asked/> }
                    .into_any()
            }
        };
        Ok(
            view! { <AdminFrame contest_code=code contest_title=title here=AdminPlace::Kiosks>{inside}</AdminFrame> },
        )
    };
    view! { <Title text="Ki-ốt dự thi"/>{loaded_admin(load)} }
}

/// Narrows and orders the list: newest first unless asked otherwise.
fn arranged(mut kiosks: Vec<KioskView>, search: &str, sort: &str) -> Vec<KioskView> {
    let wanted = fold(search);
    kiosks.retain(|k| fold(&format!("{} {}", k.label, k.unit)).contains(&wanted));
    match sort {
        "ten" => kiosks.sort_by_key(|k| fold(&k.label)),
        "don-vi" => kiosks.sort_by_key(|k| (fold(&k.unit), fold(&k.label))),
        "trang-thai" => kiosks.sort_by_key(|k| (order(k.state), fold(&k.label))),
        "het-han" => kiosks.sort_by_key(|k| k.expires_at),
        _ => kiosks.sort_by_key(|k| std::cmp::Reverse(k.created_at)),
    }
    kiosks
}

/// Working ones first, then those that wait, then what is over.
fn order(state: PairingState) -> u8 {
    match state {
        PairingState::Paired => 0,
        PairingState::Waiting => 1,
        PairingState::CodeLapsed => 2,
        PairingState::Expired => 3,
        PairingState::Revoked => 4,
    }
}

#[component]
fn Kiosks(
    code: String,
    kiosks: Vec<KioskView>,
    units: Vec<(String, String)>,
    asked: Asked,
) -> impl IntoView {
    let none_yet = kiosks.is_empty();
    let shown = arranged(kiosks, asked.get("tim"), asked.get("xep"));
    view! {
        <DoneNote words=done_words/>
        <ErrorSummary title="Chưa tạo được ki-ốt"/>
        <div class="page-head">
            <h1>"Ki-ốt dự thi"</h1>
            <p class="lede">"Màn hình dùng chung đặt tại phường, xã. Mỗi máy ghép một lần bằng mã; người sau luôn bắt đầu từ màn hình trống."</p>
        </div>
        {(!none_yet).then(|| view! { <Search asked=asked.clone()/> })}
        {match (none_yet, shown.is_empty()) {
            (true, _) => view! { <Empty title="Chưa có ki-ốt nào" text="Điền biểu mẫu bên dưới để tạo ki-ốt đầu tiên."/> }.into_any(),
            (_, true) => view! { <Empty title=format!("Không có ki-ốt nào khớp “{}”", asked.get("tim")) text="Thử gõ ít chữ hơn."/> }.into_any(),
            _ => view! { <List code=code.clone() kiosks=shown asked=asked/> }.into_any(),
        }}
        <CreateForm code=code units=units/>
    }
}

#[component]
fn Search(asked: Asked) -> impl IntoView {
    view! {
        <form class="toolbar" role="search" method="get">
            {asked.hidden(&["xep"])}
            <div class="field toolbar__grow">
                <label class="field__label" for="tim">"Tìm ki-ốt hoặc đơn vị"</label>
                <input class="input" id="tim" name="tim" type="search" value=asked.get("tim").to_owned()/>
            </div>
            <button class="btn btn--second"><Icon glyph=Glyph::Search/>"Tìm"</button>
        </form>
    }
}

#[component]
fn List(code: String, kiosks: Vec<KioskView>, asked: Asked) -> impl IntoView {
    let counted = kiosks.iter().any(|k| k.entries.is_some());
    let now = asked.get("xep").to_owned();
    let caption = format!("{} ki-ốt", count(kiosks.len()));
    let sort =
        move |text, key| view! { <SortTh text=text key=key now=now.clone() asked=asked.clone()/> };
    let head = view! {
        {sort("Ki-ốt", "ten")}{sort("Đơn vị", "don-vi")}{sort("Trạng thái", "trang-thai")}
        <Th text="Ghép lúc"/>{sort("Hết hạn", "het-han")}
        {counted.then(|| view! { <Th text="Số lượt thi" n=true/> })}
        <Th text="Việc"/>
    }
    .into_any();
    let rows = kiosks
        .into_iter()
        .map(|kiosk| view! { <Row code=code.clone() kiosk=kiosk counted=counted/> });
    let rows = rows.collect_view();
    view! {
        <Table caption=caption head=head><tbody role="rowgroup">{rows}</tbody></Table>
        {counted.then(|| view! { <p class="table-note">"Số lượt thi gồm cả bài đang làm. Đừng cho người dự thi biết khi đợt có câu dự đoán còn mở."</p> })}
    }
}

#[component]
fn Row(code: String, kiosk: KioskView, counted: bool) -> impl IntoView {
    let badge = match kiosk.state {
        PairingState::Paired => "badge badge--open",
        PairingState::Waiting => "badge badge--soon",
        PairingState::CodeLapsed | PairingState::Expired => "badge badge--draft",
        PairingState::Revoked => "badge badge--void",
    };
    let over = matches!(kiosk.state, PairingState::Revoked | PairingState::Expired);
    let to = format!("/admin/{code}/kiosk?thu-hoi={}", kiosk.id);
    let waits = (kiosk.state == PairingState::Waiting)
        .then(|| format!("Nhập mã trước {}", kiosk.code_until.hms()));
    let label = kiosk.label.clone();
    view! {
        <tr role="row" class=over.then_some("is-void")>
            <RowTh>{kiosk.label}<br/><span class="hint">{format!("Tạo lúc {}", kiosk.created_at.stamp())}</span></RowTh>
            <Td label="Đơn vị">{or_dash(Some(kiosk.unit))}</Td>
            <Td label="Trạng thái">
                <span class=badge>{kiosk.state.name()}</span>
                {waits.map(|w| view! { " "<span class="hint">{w}</span> })}
            </Td>
            <Td label="Ghép lúc"><span class="num">{or_dash(kiosk.paired_at.map(|at| at.stamp()))}</span></Td>
            <Td label="Hết hạn"><span class="num">{kiosk.expires_at.stamp()}</span></Td>
            {counted.then(|| view! { <Td label="Số lượt thi" n=true>{or_dash(kiosk.entries.map(grouped))}</Td> })}
            <td class="table__acts" role="cell" data-label="Việc">
                {if over { "–".into_any() } else {
                    view! { <a href=to>"Thu hồi…"<span class="sr">{format!(" {label}")}</span></a> }.into_any()
                }}
            </td>
        </tr>
    }
}

#[component]
fn CreateForm(code: String, units: Vec<(String, String)>) -> impl IntoView {
    if units.is_empty() {
        return view! {
            <div class="notice notice--info" role="status"><Icon glyph=Glyph::Info/><div>
                <p class="notice__title">"Cần có đơn vị trước"</p>
                <p>"Ki-ốt đặt tại một đơn vị. "<a href=format!("/admin/{code}/nguoi-thi?phan=don-vi")>"Thêm đơn vị"</a>" rồi quay lại đây."</p>
            </div></div>
        }
        .into_any();
    }
    view! {
        <section class="panel" aria-labelledby="tao">
            <h2 class="panel__title" id="tao">"Tạo ki-ốt"</h2>
            <form class="form" method="post" action=format!("/admin/{code}/kiosk")>
                <div class="form-grid">
                    <SelectField name="unit" label="Đơn vị đặt máy" hint="Người dự thi vẫn tính cho đơn vị của họ." options=units empty="Chọn…"/>
                    <TextField name="label" label="Tên ki-ốt" hint="Thí dụ: Máy 1, bộ phận một cửa."/>
                    <TextField name="valid_days" label="Dùng trong" hint="Từ 1 đến 90 ngày; hết hạn máy tự thành máy thường." value="30" inputmode="numeric" class="input--short" unit="ngày"/>
                </div>
                <button class="btn" name="act" value="tao">"Tạo mã ghép máy"</button>
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn NewCode(code: String, made: Arc<Made>) -> impl IntoView {
    let address = format!("{}/kiosk", request::origin());
    let kiosk = made.kiosk.clone();
    view! {
        <div class="page-head">
            <h1>"Mã ghép máy"</h1>
            <p class="lede">{format!("{}, {}", kiosk.label, kiosk.unit)}</p>
        </div>
        <section class="card card--gold stack" aria-labelledby="ma">
            <h2 class="card__title" id="ma">"Nhập mã này trên máy"</h2>
            <p class="num code-shown">{made.code.grouped()}</p>
            <p>{format!("Mã chỉ hiện một lần ở đây, nhập được đến {}.", kiosk.code_until.stamp())}</p>
        </section>
        <ol class="steps">
            <li><h3>"Mở trang ki-ốt trên máy"</h3><p>"Gõ địa chỉ "<b>{address}</b>" vào trình duyệt của máy đặt tại đơn vị."</p></li>
            <li><h3>"Nhập mã"</h3><p>"Gõ 12 chữ và số, không phân biệt chữ hoa, chữ thường, rồi bấm “Ghép máy này”. Sai hoặc quá giờ thì quay lại đây tạo mã mới."</p></li>
            <li><h3>"Bật toàn màn hình"</h3><p>"Khoá máy ở chế độ toàn màn hình để người dự thi không rời khỏi trang."</p></li>
        </ol>
        <p><a class="btn btn--second" href=format!("/admin/{code}/kiosk")>"Đã ghi mã, về danh sách"</a></p>
    }
}

#[component]
fn RevokeStep(code: String, kiosk: KioskView) -> impl IntoView {
    let back = format!("/admin/{code}/kiosk");
    view! {
        <ErrorSummary title="Chưa thu hồi được"/>
        <section class="dialog dialog--page" aria-labelledby="hoi">
            <h1 class="dialog__title" id="hoi">{format!("Thu hồi ki-ốt {}?", kiosk.label)}</h1>
            <p>{format!("Máy đặt tại {} thành máy thường ngay; lượt đang mở trên máy kết thúc. Những câu đã lưu vẫn được tính. Muốn dùng lại phải tạo mã mới.", kiosk.unit)}</p>
            <div class="btn-row">
                <form method="post" action=back.clone()>
                    <input type="hidden" name="kiosk" value=kiosk.id.as_str().to_owned()/>
                    <button class="btn btn--danger" name="act" value="thu-hoi">"Thu hồi ki-ốt"</button>
                </form>
                <a class="btn btn--second" href=back>"Để tôi xem lại"</a>
            </div>
        </section>
    }
}

/// Makes or revokes a kiosk.
///
/// # Errors
/// Field problems `unit`, `label`, `valid_days`.
pub async fn handle(call: Call) -> Result<Done, ServiceError> {
    let (code, form) = (call.param("contest"), &call.form);
    match call.act() {
        "tao" => {
            let unit = UnitId::from_text(form.get("unit"));
            // What is no number of days is none the use case accepts, and it says which are.
            let days = form
                .get("valid_days")
                .trim()
                .parse()
                .unwrap_or(MAX_VALID_DAYS + 1);
            let (kiosk, code) = call
                .services
                .create_kiosk(&call.actor, code, &unit, form.get("label"), days)
                .await?;
            Ok(Done::Show(Arc::new(Made { kiosk, code })))
        }
        "thu-hoi" => {
            call.services
                .revoke_kiosk(&call.actor, code, &KioskId::from_text(form.get("kiosk")))
                .await?;
            Ok(Done::Go(format!("/admin/{code}/kiosk?xong=thu-hoi")))
        }
        _ => Err(ServiceError::NotFound),
    }
}
