//! Icons, drawn inline so that they follow the text's size and colour. Stroke paths on a 24 grid.

use leptos::prelude::*;

/// An icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyph {
    /// A clock.
    Clock,
    /// A tick.
    Tick,
    /// An exclamation mark in a circle.
    Alert,
    /// A triangle with an exclamation mark.
    Warn,
    /// An i in a circle.
    Info,
    /// Two arrows in a circle: trying again.
    Retry,
    /// A list.
    List,
    /// Arrow right.
    Right,
    /// Arrow left.
    Left,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// A pencil.
    Pencil,
    /// People.
    People,
    /// A shield.
    Shield,
    /// A calculator.
    Count,
    /// A sheet of paper.
    Paper,
    /// A telephone.
    Phone,
    /// A house.
    Home,
    /// A medal.
    Medal,
    /// A loudspeaker.
    Speaker,
    /// Half-filled circle: contrast.
    Contrast,
    /// A magnifier.
    Search,
    /// A downward arrow into a tray.
    Download,
    /// An upward arrow from a tray.
    Upload,
    /// A key.
    Key,
    /// A screen.
    Screen,
    /// A book.
    Book,
    /// Three lines.
    Menu,
    /// A cross.
    Cross,
    /// A door with an arrow out of it.
    Leave,
}

impl Glyph {
    /// The path's `d`.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Clock => "M12 7v5l3 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
            Self::Tick => "M5 12.5l4.5 4.5L19 7.5",
            Self::Alert => "M12 8v5M12 16.5v.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
            Self::Warn => {
                "M12 10v4M12 17v.01M10.6 4.3 2.9 18a1.6 1.6 0 0 0 1.4 2.4h15.4a1.6 1.6 0 0 0 1.4-2.4L13.4 4.3a1.6 1.6 0 0 0-2.8 0z"
            }
            Self::Info => "M12 11v5M12 8v.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
            Self::Retry => {
                "M4 11a8 8 0 0 1 13.7-5.2L20 8M20 4v4h-4M20 13a8 8 0 0 1-13.7 5.2L4 16M4 20v-4h4"
            }
            Self::List => "M9 6h11M9 12h11M9 18h11M4.5 6v.01M4.5 12v.01M4.5 18v.01",
            Self::Right => "M5 12h14M13 6l6 6-6 6",
            Self::Left => "M19 12H5M11 6l-6 6 6 6",
            Self::Up => "M12 19V5M6 11l6-6 6 6",
            Self::Down => "M12 5v14M6 13l6 6 6-6",
            Self::Pencil => "M4 20l1-4L16.5 4.5a2.1 2.1 0 0 1 3 3L8 19l-4 1zM14 7l3 3",
            Self::People => {
                "M3 20a6 6 0 0 1 12 0M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M17 14.5a5 5 0 0 1 4 5.5M16 4.3a3.5 3.5 0 0 1 0 6.4"
            }
            Self::Shield => {
                "M12 3l7.5 2.8V11c0 4.8-3.2 8.2-7.5 10-4.3-1.8-7.5-5.2-7.5-10V5.8zM8.5 12l2.5 2.5L15.5 10"
            }
            Self::Count => {
                "M6 3h12v18H6zM9 7h6M9 11.5v.01M12 11.5v.01M15 11.5v.01M9 16v.01M12 16v.01M15 16v.01"
            }
            Self::Paper => "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
            Self::Phone => "M8 3h8v18H8zM11 18h2",
            Self::Home => "M4 11l8-7 8 7M6 10v10h12V10M10 20v-5h4v5",
            Self::Medal => "M12 14a5 5 0 1 0 0-10 5 5 0 0 0 0 10M9 13l-2 8 5-3 5 3-2-8",
            Self::Speaker => "M4 10v4h3l5 4V6l-5 4zM16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11",
            Self::Contrast => "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18",
            Self::Search => "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M16 16l4 4",
            Self::Download => "M12 4v11M7.5 11l4.5 4.5L16.5 11M5 20h14",
            Self::Upload => "M12 16V5M7.5 9L12 4.5 16.5 9M5 20h14",
            Self::Key => {
                "M14.5 13a4.5 4.5 0 1 0-4.2-3L4 16.3V20h3.7l.8-2h2l.6-2 1.2-2.6a4.5 4.5 0 0 0 2.2-.4zM15.5 8.5v.01"
            }
            Self::Screen => "M4 4h16v12H4zM12 16v4M8 20h8",
            Self::Book => {
                "M4 5c3-1 6-.6 8 1 2-1.600 5-2 8-1v14c-3-1-6-.6-8 1-2-1.600-5-2-8-1zM12 6v14"
            }
            Self::Menu => "M4 7h16M4 12h16M4 17h16",
            Self::Cross => "M6 6l12 12M18 6L6 18",
            Self::Leave => "M10 4H5v16h5M14 16l4-4-4-4M18 12H9",
        }
    }
}

/// An icon; hidden from screen readers, so the words stand beside it.
#[component]
pub fn Icon(
    /// Which.
    glyph: Glyph,
    /// More classes, such as `icon--sm`.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let class = if class.is_empty() {
        "icon".to_owned()
    } else {
        format!("icon {class}")
    };
    view! {
        <svg class=class viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=glyph.path()></path>
        </svg>
    }
}

/// An icon that changes; only the paths it is given travel to the browser.
#[component]
pub fn LiveIcon(
    /// The path's `d`, as of [`Glyph::path`].
    path: crate::ui::live::Word,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=path></path>
        </svg>
    }
}

/// The seal with a tick: the product's mark.
#[component]
pub fn Seal() -> impl IntoView {
    view! {
        <svg class="seal" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
            <rect class="seal__ground" width="48" height="48" rx="9"></rect>
            <rect class="seal__rim" x="4.5" y="4.5" width="39" height="39" rx="5"></rect>
            <path class="seal__tick" d="M13 25l8 8 14-18"></path>
        </svg>
    }
}
