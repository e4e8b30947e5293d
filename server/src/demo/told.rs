//! What the demo tells at the terminal.

use super::cast::{PASSWORD, STAFF};
use super::people::KNOWN;

/// Prints addresses and sign-ins.
pub(super) fn print(addr: &str) {
    let site = format!("http://{addr}");
    println!("HỘI THI – DỮ LIỆU MẪU (người và kết quả không có thật)\n");
    println!("Trang chủ:             {site}/");
    println!("Cổng của Ban Tổ chức:  {site}/admin");
    println!("Đầu mối đơn vị:        {site}/unit");
    println!("Kiosk:                 {site}/kiosk\n");
    println!("1. Ban Tổ chức: đăng nhập tại {site}/dang-nhap, mật khẩu chung {PASSWORD}");
    for (login, _, what) in STAFF {
        println!("   {login:<12} {what}");
    }
    println!("\n2. Thí sinh của Huế (đợt 3 đang mở): {site}/cuoc-thi/thua-thien-hue-2022");
    println!("   Nhập mã dự thi và mã bí mật trên phiếu:");
    for (code, slip, what) in KNOWN {
        println!("   {code}   {slip}   {what}");
    }
    println!("\n3. Tự khai, ai cũng thi được (họ tên, ngày sinh, số điện thoại tuỳ ý):");
    println!("   {site}/cuoc-thi/bong-son-2024");
    println!("   {site}/cuoc-thi/thanh-tri-2023");
    println!("\n4. Việc đang chờ ở Huế: đợt 1 đã công bố, đợt 2 đã niêm phong và chờ rà soát");
    println!(
        "   ({site}/admin/thua-thien-hue-2022/ra-soat/dot-2), một đề nghị chờ người thứ hai xác nhận"
    );
    println!("   ({site}/admin/thua-thien-hue-2022/de-nghi).");
    println!(
        "\n5. Ghép kiosk: đăng nhập bằng bantochuc, mở {site}/admin/bong-son-2024/kiosk, tạo mã 8 chữ số;"
    );
    println!("   trên máy kiosk mở {site}/kiosk và nhập mã trong vòng 15 phút.\n");
    println!("Mật khẩu mẫu ai cũng biết: đừng mở hệ thống này ra Internet.");
}
