//! What these stories share.

use crate::support::{World, preset};
use services::people::PeopleFilter;

pub(crate) const HUE: &str = "thua-thien-hue-2022";

pub(crate) const WARD: &str = "bong-son-2024";

pub(crate) const HEAD: &str =
    "Mã cán bộ;Họ và tên;Mã đơn vị;Tên đơn vị;Lãnh đạo;Ngày sinh;Điện thoại;Số định danh nội bộ\n";

pub(crate) async fn hue(mut world: World) -> World {
    world.contest(&preset(HUE)).await;
    world
}

pub(crate) fn csv(rows: &[&str]) -> String {
    format!("{HEAD}{}\n", rows.join("\n"))
}

pub(crate) const AN: &str = "cb01;Nguyễn Thị An;VP;Văn phòng;x;21/7/1990;0912345678;";

pub(crate) const BINH: &str = "CB02;Lê Văn Bình;VP;Văn phòng;;;;NB-7";

pub(crate) const CHI: &str = "CB03;Trần Chi;TTr;Thanh tra;;;0987654321;";

pub(crate) async fn people(world: &World, filter: PeopleFilter) -> Vec<String> {
    let page = world
        .services
        .people(&world.organiser, HUE, &filter)
        .await
        .unwrap();
    page.people.into_iter().map(|p| p.full_name).collect()
}
