//! Several rounds ranked together: the committee's review and the public page.

use super::list::{RowTh, Table, Td, Th, count, or_dash};
use super::results::{ALL, Draw};
use crate::forms::{Call, Done};
use crate::request;
use crate::ui::admin::{AdminFrame, AdminPlace, DoneNote, loaded_admin};
use crate::ui::field::ErrorSummary;
use crate::ui::frame::{Frame, Place};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page::{Title, loaded};
use domain::people::permission::Permission;
use domain::record::Change;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use services::standings::{OverallReview, OverallView, OwnOverall, PublicOverall, VersionView};
use services::{ServiceError, require};

/// Lines shown of the ranking; the file has them all.
const SHOWN: usize = 100;

fn code_of_request() -> String {
    use_params_map()
        .read_untracked()
        .get("contest")
        .unwrap_or_default()
}

fn done_words(done: &str) -> Option<&'static str> {
    match done {
        "tinh" => Some("Đã tính và lưu bản xếp hạng chung mới."),
        _ => None,
    }
}

/// The ranking over all declared rounds, its stored versions, and what can be done now.
#[component]
pub fn OverallReviewPage() -> impl IntoView {
    let (services, actor) = (request::services(), request::actor());
    let code = code_of_request();
    let load = async move {
        let contest = services.contest(&code).await?;
        let review = services.overall_review(&actor, &code).await?;
        let review = review.ok_or(ServiceError::NotFound)?;
        let seals = require(&actor, &contest.id, Permission::Seal).is_ok();
        let proposes = require(&actor, &contest.id, Permission::ProposeChange).is_ok();
        let title = contest.rules.title.clone();
        Ok(view! {
            <Title text="Xếp hạng chung"/>
            <AdminFrame contest_code=code.clone() contest_title=title here=AdminPlace::Review>
                <DoneNote words=done_words/>
                <ErrorSummary title="Chưa làm được"/>
                <div class="page-head">
                    <h1>"Xếp hạng chung các đợt"</h1>
                    <p class="lede">"Cộng kết quả các đợt nêu trong thể lệ. Mỗi bản lưu lại không sửa được; công bố cần hai người."</p>
                </div>
                <Steps code=code review=review.clone() seals=seals proposes=proposes/>
                {review.ranking.map(|ranking| view! { <Ranking ranking=ranking/> })}
            </AdminFrame>
        })
    };
    loaded_admin(load)
}

/// What stands in the way, the versions, and the buttons.
#[component]
fn Steps(code: String, review: OverallReview, seals: bool, proposes: bool) -> impl IntoView {
    let missing = |words: &str, names: &[String]| {
        (!names.is_empty()).then(|| format!("{words}: {}.", names.join(", ")))
    };
    let notes = [
        missing("Chưa niêm phong", &review.unsealed),
        missing("Chưa công bố", &review.unpublished)
            .map(|w| format!("{w} Công bố từng đợt trước khi công bố xếp hạng chung.")),
    ];
    let make = seals && review.unsealed.is_empty() && !review.up_to_date;
    let newest = review.versions.first().cloned();
    let publish = newest
        .filter(|v| proposes && review.up_to_date && review.unpublished.is_empty() && !v.published);
    let none = review.versions.is_empty();
    let rows = review
        .versions
        .into_iter()
        .map(|version| view! { <VersionRow code=code.clone() version=version/> });
    let rows = rows.collect_view();
    let head = view! { <Th text="Bản"/><Th text="Tính lúc"/><Th text="Lý do"/><Th text="Mã băm"/><Th text="Tải về"/> };
    view! {
        {notes.into_iter().flatten().map(|w| view! {
            <div class="notice notice--info" role="status"><Icon glyph=Glyph::Info/><div><p>{w}</p></div></div>
        }).collect_view()}
        {(!none).then(|| view! { <Table caption="Các bản xếp hạng chung" head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table> })}
        <div class="btn-row">
            {make.then(|| view! {
                <form method="post"><button class="btn" name="act" value="tinh">{if none { "Tính xếp hạng chung" } else { "Tính bản mới" }}</button></form>
            })}
            {publish.map(|v| view! {
                <form method="post">
                    <input type="hidden" name="standings" value=v.id.as_str().to_owned()/>
                    <button class="btn" name="act" value="cong-bo">{format!("Đề nghị công bố bản {}", v.version)}</button>
                </form>
            })}
        </div>
    }
}

#[component]
fn VersionRow(code: String, version: VersionView) -> impl IntoView {
    let n = version.version;
    let file = |ending: &str| format!("/admin/{code}/tai-ve/xep-hang-chung.ban-{n}.{ending}");
    let (workbook, csv) = (file("xlsx"), file("csv"));
    view! {
        <tr role="row">
            <RowTh>{format!("Bản {n}")}{version.published.then(|| view! { " "<span class="badge badge--open">"Đang công bố"</span> })}</RowTh>
            <Td label="Tính lúc">{version.computed_at.stamp()}</Td>
            <Td label="Lý do" long=true>{version.reason}</Td>
            <Td label="Mã băm" long=true><span class="hash">{version.hash}</span></Td>
            <Td label="Tải về">
                <span class="btn-row">
                    <a class="btn btn--quiet btn--small" href=workbook download="">"Excel"</a>
                    <a class="btn btn--quiet btn--small" href=csv download="">"CSV"</a>
                </span>
            </Td>
        </tr>
    }
}

#[component]
fn Ranking(ranking: OverallView) -> impl IntoView {
    let total = ranking.lines.len();
    let rounds: Vec<String> = ranking
        .rounds
        .iter()
        .map(|(name, version)| format!("{name} bản {version}"))
        .collect();
    let rows = ranking.lines.into_iter().take(SHOWN).map(|line| {
        let prize = if line.pending {
            Some("Chờ quyết định".to_owned())
        } else {
            line.prize
        };
        view! {
            <tr role="row">
                <Td label="Hạng" n=true>{or_dash(line.rank.map(|r| r.to_string()))}</Td>
                <RowTh>{line.name}</RowTh>
                <Td label="Đơn vị">{line.unit}</Td>
                <Td label="Nhóm thi">{or_dash(line.track)}</Td>
                <Td label="Số đợt" n=true>{line.rounds.to_string()}</Td>
                <Td label="Tổng điểm" n=true>{line.score.format(',')}</Td>
                <Td label="Tổng lệch" n=true>{or_dash(line.distance)}</Td>
                <Td label="Giải">{or_dash(prize)}</Td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let head = view! {
        <Th text="Hạng" n=true/><Th text="Họ và tên"/><Th text="Đơn vị"/><Th text="Nhóm thi"/><Th text="Số đợt" n=true/>
        <Th text="Tổng điểm" n=true/><Th text="Tổng lệch" n=true/><Th text="Giải"/>
    };
    view! {
        <section class="stack" aria-labelledby="bang">
            <h2 id="bang">"Bảng xếp hạng theo kết quả hiện nay"</h2>
            <p class="hint">{format!("Tính từ {}. Mã băm {}.", rounds.join(", "), ranking.hash)}</p>
            <Table caption="Xếp hạng chung" head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table>
            {(total > SHOWN).then(|| view! { <p class="table-note">{format!("Hiện {SHOWN} trên {} người; tệp tải về có đủ.", count(total))}</p> })}
        </section>
    }
}

/// Computes a version, or proposes its publication.
///
/// # Errors
/// What the use cases refuse.
pub async fn handle(call: Call) -> Result<Done, ServiceError> {
    let code = call.param("contest").to_owned();
    match call.act() {
        "tinh" => {
            call.services.make_overall(&call.actor, &code).await?;
            Ok(Done::Go(format!("/admin/{code}/xep-hang-chung?xong=tinh")))
        }
        "cong-bo" => {
            let standings = call.form.get("standings").to_owned();
            let change = Change::PublishOverall { standings };
            call.services
                .propose(&call.actor, &code, "", change)
                .await?;
            Ok(Done::Go(format!("/admin/{code}/de-nghi?xong=de-nghi")))
        }
        _ => Err(ServiceError::NotFound),
    }
}

/// The published overall ranking: winners by name, and the own rank of who is signed in.
#[component]
pub fn OverallPage() -> impl IntoView {
    let (services, actor) = (request::services(), request::actor());
    let code = code_of_request();
    let load = async move {
        let contest = services.contest(&code).await?;
        if !contest.listed || contest.rules.overall.is_none() {
            return Err(ServiceError::NotFound);
        }
        let published = services.public_overall(&code).await?;
        let own = services.own_overall(&actor, &code).await?;
        let title = contest.rules.title.clone();
        Ok(view! {
            <Title text=format!("Xếp hạng chung: {title}")/>
            <div class="wrap section section--tight stack stack--loose">
                <div class="page-head">
                    <nav class="crumbs" aria-label="Đường dẫn"><ol>
                        <li><a href="/ket-qua">"Kết quả"</a></li>
                        <li><a href=format!("/cuoc-thi/{code}")>{title}</a></li>
                        <li aria-current="page">"Xếp hạng chung"</li>
                    </ol></nav>
                    <h1>"Xếp hạng chung các đợt"</h1>
                </div>
                {match published {
                    Some(results) => view! { <Public results=results own=own/> }.into_any(),
                    None => view! { <p class="lede">"Xếp hạng chung chưa công bố. Kết quả đăng ở trang này sau khi mọi đợt đã công bố."</p> }.into_any(),
                }}
            </div>
        })
    };
    view! { <Frame place=Place::Results>{loaded(load)}</Frame> }
}

#[component]
fn Public(results: PublicOverall, own: Option<OwnOverall>) -> impl IntoView {
    let meta = format!(
        "Bản {}, công bố lúc {}. Cộng kết quả của {}; {} người có kết quả.",
        results.version,
        results.published_at.stamp(),
        results.rounds.join(", "),
        count(results.people)
    );
    let lists = results.lists.into_iter().map(|list| {
        let caption = list.track.unwrap_or_else(|| "Người được giải".to_owned());
        let rows = list.winners.into_iter().map(|w| {
            view! {
                <tr role="row">
                    <Td label="Hạng" n=true>{w.rank.to_string()}</Td><RowTh>{w.name}</RowTh><Td label="Đơn vị">{w.unit}</Td>
                    <Td label="Tổng điểm" n=true>{w.score.format(',')}</Td><Td label="Tổng lệch" n=true>{or_dash(w.distance)}</Td>
                    <Td label="Giải">{or_dash(w.prize)}</Td>
                    <Td label="Tiền thưởng" n=true>{or_dash(w.amount.filter(|a| a.0 > 0).map(|a| a.to_string()))}</Td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        let head = view! {
            <Th text="Hạng" n=true/><Th text="Họ và tên"/><Th text="Đơn vị"/><Th text="Tổng điểm" n=true/><Th text="Tổng lệch" n=true/>
            <Th text="Giải"/><Th text="Tiền thưởng" n=true/>
        };
        view! { <Table caption=caption head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table> }
    });
    let lists = lists.collect_view();
    let units = results.collective.into_iter().flat_map(|prize| {
        let name = prize.name;
        let lines = prize.lines.into_iter();
        lines.map(move |unit| view! { <li>{format!("{name}: {}", unit.name)}</li> })
    });
    let units: Vec<_> = units.collect();
    let has_units = !units.is_empty();
    view! {
        <p class="lede">{meta}</p>
        {own.map(|own| view! { <Own own=own/> })}
        {lists}
        {has_units.then(|| view! { <section class="stack" aria-labelledby="tap-the"><h2 id="tap-the">"Giải tập thể"</h2><ul class="list">{units}</ul></section> })}
        <dl class="rules">
            <div><dt>"Lý do có bản này"</dt><dd>{results.reason}</dd></div>
            <div><dt>"Tính lúc"</dt><dd>{results.computed_at.stamp()}</dd></div>
            <div><dt>"Mã băm"</dt><dd class="hash">{results.hash}</dd></div>
        </dl>
        {results.draw.map(|d| view! { <Draw draw=d.draw contest=results.contest_code.clone() round=ALL entries=d.entries/> })}
    }
}

/// Where the person signed in stands.
#[component]
fn Own(own: OwnOverall) -> impl IntoView {
    let list = own.track.map(|t| format!(" ({t})")).unwrap_or_default();
    let rank = match own.rank {
        Some(rank) => format!("Hạng {rank} trong {} người{list}", count(own.ranked)),
        None => "Chưa đủ số đợt để xếp hạng".to_owned(),
    };
    let facts = format!(
        "{} trên {} đợt, tổng {} điểm, tổng thời gian làm bài {}.",
        own.rounds,
        own.of_rounds,
        own.score.format(','),
        own.duration.words()
    );
    view! {
        <section class="card card--accent stack" aria-labelledby="cua-toi">
            <h2 id="cua-toi">"Kết quả chung của bạn"</h2>
            <p class="strong">{rank}</p><p>{facts}</p>
            {own.prize.map(|p| view! { <p>{format!("Giải: {p}")}</p> })}
        </section>
    }
}
