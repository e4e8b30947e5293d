//! Plans without rounds on the home page: movements, and dossiers judged in stages.

use domain::contest::RuleSheet;
use leptos::prelude::*;
use services::contest::Contest;
use std::sync::Arc;

/// Cards of plans.
#[component]
pub(super) fn PlanCards(plans: Vec<Contest>) -> impl IntoView {
    plans
        .into_iter()
        .map(|plan| card(plan.rules))
        .collect_view()
}

/// Plans under way, in a section of their own.
#[component]
pub(super) fn RunningPlans(plans: Vec<Contest>) -> impl IntoView {
    (!plans.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="dang-trien-khai">
                <div class="wrap">
                    <div class="section__head"><h2 id="dang-trien-khai">"Đang triển khai"</h2></div>
                    <div class="grid grid--3"><PlanCards plans=plans/></div>
                </div>
            </section>
        }
    })
}

fn card(rules: Arc<RuleSheet>) -> impl IntoView {
    let plan = format!("/cuoc-thi/{}", rules.code);
    view! {
        <article class="card">
            <h3 class="card__title"><a href=plan.clone()>{rules.title.clone()}</a></h3>
            <p class="card__meta">{rules.organiser.clone()}</p>
            <p>{rules.summary.clone()}</p>
            <div class="card__foot"><a href=plan>"Xem kế hoạch"</a></div>
        </article>
    }
}
