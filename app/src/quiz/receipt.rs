//! Receipts: right after sending, and looked up later by anyone who has the code.

use crate::request;
use crate::standings::list::figure;
use crate::ui::frame::{Frame, Place};
use crate::ui::icon::{Glyph, Icon, Seal};
use crate::ui::page::{Title, loaded};
use crate::ui::qr::Qr;
use domain::quiz::receipt::grouped_code;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use services::ServiceError;
use services::quiz::ReceiptView;

/// The receipt of one's own attempt.
#[component]
pub fn ReceiptPage() -> impl IntoView {
    let (services, actor) = (request::services(), request::actor());
    let attempt = use_params_map()
        .read_untracked()
        .get("attempt")
        .unwrap_or_default();
    let kiosk = actor.kiosk.is_some();
    let load = async move {
        let receipt = services.own_receipt(&actor, &attempt).await?;
        Ok(match receipt {
            Some(receipt) => {
                view! { <OwnReceipt view=receipt kiosk=kiosk attempt=attempt/> }.into_any()
            }
            None => view! { <StillClosing attempt=attempt/> }.into_any(),
        })
    };
    view! { <Title text="Biên nhận"/><Frame place=Place::Receipts>{loaded(load)}</Frame> }
}

/// Between the deadline and the server's closing of the attempt.
#[component]
fn StillClosing(attempt: String) -> impl IntoView {
    request::respond_header("refresh", "3");
    view! {
        <div class="wrap wrap--narrow section stack">
            <h1>"Máy chủ đang chốt bài của bạn"</h1>
            <p class="lede">"Những câu đã lưu đều được tính. Biên nhận sẽ hiện trong vài giây; trang tự tải lại."</p>
            <p><a class="btn btn--second" href=format!("/thi/{attempt}/bien-nhan")>"Tải lại"</a></p>
        </div>
    }
}

#[component]
fn OwnReceipt(view: ReceiptView, kiosk: bool, attempt: String) -> impl IntoView {
    let by_server = view.receipt.by_server;
    let answered = view.receipt.answered;
    view! {
        <div class="wrap wrap--read section stack">
            <div class="notice notice--ok notice--big" role="status">
                <Icon glyph=Glyph::Tick/>
                <div>
                    <h1 class="notice__title">"Đã nhận bài thi của bạn"</h1>
                    <p>{if by_server { format!("Hết giờ. Máy chủ đã nộp {answered} câu đã lưu.") } else { "Điểm được niêm phong đến khi công bố.".to_owned() }}</p>
                </div>
            </div>
            // A kiosk serves one contest, and its head names it: so the receipt fits the glass.
            {if view.fits { view! { <Ticket view=view named=kiosk/> }.into_any() } else { view! { <Misfit view=view/> }.into_any() }}
            {(!kiosk).then(|| view! {
                <div class="btn-row no-print">
                    <a class="btn" href="/cua-toi">"Bài thi của tôi"</a>
                    <a class="btn btn--second" href="/">"Về trang chủ"</a>
                    <a class="btn btn--quiet" href=format!("/thi/{attempt}/ket-qua")>"Xem kết quả khi đã công bố"</a>
                </div>
            })}
            <p class="hint no-print">
                {if kiosk {
                    "Dùng điện thoại quét mã QR để giữ biên nhận, rồi bấm “Kết thúc lượt của tôi”. Mã biên nhận không nói gì về điểm."
                } else {
                    "Chụp lại hoặc in trang này. Mã biên nhận không nói gì về điểm."
                }}
            </p>
        </div>
    }
}

/// In the place of a receipt that another key made: what the server has, and nothing that looks like a proof.
#[component]
fn Misfit(view: ReceiptView) -> impl IntoView {
    let r = view.receipt;
    let entry = format!(
        "Máy chủ có ghi một bài của {} – {}, nhận lúc {}, nhưng không xác nhận được biên nhận này: mã và chữ ký được làm bằng khoá khác với khoá của máy chủ.",
        r.contest,
        r.round,
        r.submitted_at.stamp_exact()
    );
    view! {
        <div class="notice notice--urgent notice--big" role="alert">
            <Icon glyph=Glyph::Alert/>
            <div>
                <h2 class="notice__title">"Chữ ký không khớp"</h2>
                <p>{entry}</p>
                <p>"Giữ biên nhận bạn đang có và báo Ban Tổ chức."</p>
            </div>
        </div>
    }
}

/// The receipt as a ticket.
#[component]
pub fn Ticket(
    view: ReceiptView,
    /// Whether the head of the page names the contest already.
    #[prop(optional)]
    named: bool,
) -> impl IntoView {
    let r = view.receipt.clone();
    let address = format!("{}/bien-nhan?ma={}", request::origin(), view.code);
    let rows = [
        ("Người dự thi", view.name.clone()),
        ("Cuộc thi", (!named).then(|| r.contest.clone())),
        ("Đợt thi", Some(r.round.clone()).filter(|r| r != "Đợt thi")),
        ("Máy chủ nhận lúc", Some(r.submitted_at.stamp_exact())),
        (
            "Cách nộp",
            Some(if r.by_server {
                "Máy chủ nộp khi hết giờ".to_owned()
            } else {
                "Người dự thi gửi".to_owned()
            }),
        ),
        (
            "Đã trả lời",
            Some(format!("{}/{} câu", r.answered, r.questions)),
        ),
        (
            "Dự đoán",
            r.asks_prediction.then(|| {
                r.prediction
                    .as_deref()
                    .map_or_else(|| "không có".to_owned(), figure)
            }),
        ),
    ];
    view! {
        <article class="receipt">
            <div class="receipt__main">
                <header class="receipt__head">
                    <Seal/>
                    <div><h2 class="receipt__title">"Biên nhận bài thi"</h2><p class="hint">"Theo giờ của máy chủ, giờ Việt Nam"</p></div>
                </header>
                {view.void.then(|| view! { <p class="badge badge--void">"Bài này đã bị huỷ"</p> })}
                <dl class="receipt__list">
                    {rows.into_iter().filter_map(|(what, value)| value.map(|v| view! { <div><dt>{what}</dt><dd>{v}</dd></div> })).collect_view()}
                </dl>
                <p class="hint">"Chữ ký của máy chủ: "<span class="hash">{view.signature[..32].to_owned()}</span></p>
            </div>
            <div class="receipt__stub">
                <Qr text=address label="Mã QR của biên nhận"/>
                <p class="hint">"Mã biên nhận"</p>
                <p class="receipt__code">{grouped_code(&view.code)}</p>
            </div>
        </article>
    }
}

/// Looking a receipt up by its code.
#[component]
pub fn LookUpPage() -> impl IntoView {
    let services = request::services();
    let code = request::query("ma").unwrap_or_default();
    let asked = !code.trim().is_empty();
    let typed = code.clone();
    let load = async move {
        if !asked {
            return Ok(().into_any());
        }
        match services.receipt_by_code(&code).await {
            Ok(found) if found.fits => Ok(view! { <Ticket view=found/> }.into_any()),
            Ok(found) => Ok(view! { <Misfit view=found/> }.into_any()),
            Err(ServiceError::NotFound) => Ok(view! {
                <div class="empty"><Icon glyph=Glyph::Search class="icon--xl"/><h2 class="empty__title">"Không có biên nhận nào mang mã này"</h2>
                    <p>"Mã gồm 26 chữ và số. Kiểm tra từng nhóm bốn ký tự rồi thử lại."</p></div>
            }
            .into_any()),
            Err(other) => Err(other),
        }
    };
    view! {
        <Title text="Tra biên nhận"/>
        <Frame place=Place::Receipts>
            <div class="wrap wrap--read section stack">
                <h1>"Tra biên nhận"</h1>
                <p class="lede">"Nhập mã trên biên nhận để kiểm tra máy chủ đã nhận bài lúc nào."</p>
                <form class="toolbar no-print" method="get" role="search">
                    <div class="field toolbar__grow">
                        <label class="field__label" for="ma">"Mã biên nhận"</label>
                        <input class="input input--code" id="ma" name="ma" value=typed autocomplete="off" maxlength="40"/>
                    </div>
                    <button class="btn btn--second">"Tra"</button>
                </form>
                {loaded(load)}
            </div>
        </Frame>
    }
}
