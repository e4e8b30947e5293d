#![allow(missing_docs)]
#[test]
fn p() {
    for code in [
        "thua-thien-hue-2022",
        "bong-son-2024",
        "thanh-tri-2023",
        "khanh-son-2019",
        "kon-tum-2023-2030",
    ] {
        let s = std::fs::read_to_string(format!("../../contests/{code}.toml")).unwrap();
        let sheet = toml::from_str(&s).unwrap();
        println!("\n######## {code}");
        for (a, b) in domain::contest::plain::in_one_minute(&sheet) {
            println!("= {a}: {b}");
        }
        for sec in domain::contest::plain::plain(&sheet) {
            println!("\n## {}", sec.title);
            if ["tien-do", "to-chuc", "can-cu", "on-tap"].contains(&sec.id)
                && code != "thanh-tri-2023"
            {
                continue;
            }
            for i in sec.items {
                println!(
                    "- {}{}: {}",
                    if i.open { "(?) " } else { "" },
                    i.label,
                    i.text
                );
            }
        }
    }
}
