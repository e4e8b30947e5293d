//! What a server function answers when it cannot do its work: a kind for the island, a sentence for the person.

use crate::quiz::wire::{Line, Lines};
use leptos::prelude::{FromServerFnError, ServerFnErrorErr};

/// Error of a server function. It carries no inner text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppError {
    /// Not signed in any more.
    SignedOut,
    /// No such attempt, or not this person's.
    NotFound,
    /// Not allowed.
    Forbidden,
    /// Come back in so many seconds; nothing was lost.
    Busy {
        /// Seconds.
        retry_after: u32,
    },
    /// Refused; the sentence says what to do.
    Refused {
        /// Vietnamese sentence.
        message: String,
    },
    /// The network or the server failed: retry with the same key.
    Network,
}

/// Its kind, then a space and what belongs to it.
impl Line for AppError {
    fn to_line(&self) -> String {
        match self {
            Self::SignedOut => "signed-out".to_owned(),
            Self::NotFound => "not-found".to_owned(),
            Self::Forbidden => "forbidden".to_owned(),
            Self::Busy { retry_after } => format!("busy {retry_after}"),
            Self::Refused { message } => format!("refused {message}"),
            Self::Network => "failed".to_owned(),
        }
    }

    /// Whatever is not understood is a failure to try again after, such as the page of a proxy.
    fn parse(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once(' ').unwrap_or((text, ""));
        Some(match kind {
            "signed-out" => Self::SignedOut,
            "not-found" => Self::NotFound,
            "forbidden" => Self::Forbidden,
            "busy" => Self::Busy {
                retry_after: rest.parse().unwrap_or(1),
            },
            "refused" => Self::Refused {
                message: rest.to_owned(),
            },
            _ => Self::Network,
        })
    }
}

impl FromServerFnError for AppError {
    type Encoder = Lines;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        #[cfg(feature = "ssr")]
        if let ServerFnErrorErr::Deserialization(_) | ServerFnErrorErr::Args(_) = error {
            // What came cannot be read: the sender's fault, not the server's.
            crate::request::respond_status(http::StatusCode::BAD_REQUEST);
            return Self::Refused {
                message: "Máy chủ không đọc được lời gửi này. Tải lại trang rồi chọn lại.".into(),
            };
        }
        let _ = error;
        Self::Network
    }
}

#[cfg(feature = "ssr")]
mod server {
    use super::AppError;
    use crate::request::respond_status;
    use domain::contest::phase::SealRefused;
    use domain::people::eligibility::Ineligible;
    use domain::quiz::start::StartRefused;
    use domain::record::ConfirmRefused;
    use http::StatusCode;
    use services::{FieldProblem, Rejection, ServiceError};

    impl From<ServiceError> for AppError {
        /// Also sets the status of the response: without it every server function error is a 500.
        fn from(error: ServiceError) -> Self {
            let (status, error) = match error {
                ServiceError::SignedOut => (StatusCode::UNAUTHORIZED, Self::SignedOut),
                ServiceError::NotFound => (StatusCode::NOT_FOUND, Self::NotFound),
                ServiceError::Forbidden => (StatusCode::FORBIDDEN, Self::Forbidden),
                ServiceError::Busy { retry_after } => {
                    (StatusCode::SERVICE_UNAVAILABLE, Self::Busy { retry_after })
                }
                ServiceError::Rejected(rejection) => (
                    StatusCode::UNPROCESSABLE_ENTITY,
                    Self::Refused {
                        message: problems(&rejection)[0].message.clone(),
                    },
                ),
                ServiceError::Internal(source) => {
                    report(&*source);
                    (StatusCode::INTERNAL_SERVER_ERROR, Self::Network)
                }
            };
            respond_status(status);
            if let Self::Busy { retry_after } = &error {
                crate::request::respond_header("retry-after", &retry_after.to_string());
            }
            error
        }
    }

    /// Writes an internal error to the log under an id a person can report; gives the id.
    pub fn report(source: &(dyn std::error::Error + 'static)) -> String {
        let id = crate::request::request_id();
        tracing::error!(error = source, id, "internal error");
        id
    }

    /// A rejection as sentences by field. The empty field means the whole page.
    #[must_use]
    pub fn problems(rejection: &Rejection) -> Vec<FieldProblem> {
        let whole = |message: String| vec![FieldProblem::new("", message)];
        match rejection {
            Rejection::Fields(fields) if !fields.is_empty() => fields.clone(),
            Rejection::Fields(_) => whole("Dữ liệu gửi lên chưa đúng. Kiểm tra lại các ô.".into()),
            Rejection::Rules(rules) => rules.iter().map(|p| FieldProblem::new(p.setting.clone(), p.message.clone())).collect(),
            Rejection::Start(why) => whole(start_sentence(why)),
            Rejection::Seal(why) => whole(seal_sentence(why)),
            Rejection::Confirm(why) => whole(confirm_sentence(*why).into()),
            Rejection::BadCredentials => {
                whole("Thông tin đăng nhập không đúng. Xem lại từng ký tự rồi thử lại.".into())
            }
            Rejection::Stale => whole("Người khác vừa lưu trước bạn. Mở lại trang để xem bản mới rồi sửa tiếp.".into()),
            Rejection::Locked => whole("Phần này đã khoá khi khoá thể lệ, không sửa được nữa.".into()),
            Rejection::AlreadyDeclared => whole(
                "Thông tin này đã được dùng. Mang giấy tờ đến bàn hướng dẫn của phường để được kiểm tra và giúp vào thi.".into(),
            ),
            Rejection::Phase(sentence) => whole((*sentence).to_owned()),
        }
    }

    fn start_sentence(why: &StartRefused) -> String {
        match why {
            StartRefused::NotYet { opens } => {
                format!("Đợt thi chưa mở. Mở lúc {}.", opens.opening_words())
            }
            StartRefused::Over { closed } => {
                format!("Đợt thi đã đóng lúc {}.", closed.closing_words())
            }
            StartRefused::NotCommitted => {
                "Ban Tổ chức chưa khoá thể lệ của đợt này, nên chưa thi được.".into()
            }
            StartRefused::NoAttemptsLeft { allowed } => {
                format!("Bạn đã dùng hết lượt thi của đợt này ({allowed} lượt mỗi người).")
            }
            StartRefused::Ineligible { reason } => ineligible_sentence(reason),
        }
    }

    fn ineligible_sentence(reason: &Ineligible) -> String {
        match reason {
            Ineligible::ExcludedRole { role } => {
                format!(
                    "{} không được dự thi theo thể lệ. Nếu nhầm, hãy báo Ban Tổ chức.",
                    role.name()
                )
            }
            Ineligible::TooYoung { min_age } => {
                format!("Thể lệ yêu cầu người dự thi đủ {min_age} tuổi.")
            }
            Ineligible::BirthDateUnknown => {
                "Danh sách chưa có ngày sinh của bạn. Báo đơn vị bổ sung rồi thi.".into()
            }
            Ineligible::OtherTrack => "Nhóm thi của bạn không có trong đợt này.".into(),
            Ineligible::StruckOff => {
                "Bạn không còn trong danh sách dự thi. Nếu nhầm, hãy báo đơn vị.".into()
            }
        }
    }

    fn seal_sentence(why: &SealRefused) -> String {
        match why {
            SealRefused::WrongPhase { phase } => {
                format!(
                    "Chỉ niêm phong được sau khi đợt đã đóng. Đợt này: {}.",
                    phase.name().to_lowercase()
                )
            }
            SealRefused::AttemptsOpen { open } => {
                format!(
                    "Còn {open} bài chưa chốt. Máy chủ đang chốt những bài đã lưu; đợi vài giây rồi thử lại."
                )
            }
        }
    }

    fn confirm_sentence(why: ConfirmRefused) -> &'static str {
        match why {
            ConfirmRefused::NotWaiting => "Đề nghị này đã được xử lý.",
            ConfirmRefused::SamePerson => "Người đề nghị không tự xác nhận. Cần một người thứ hai.",
            ConfirmRefused::RoleTooNew => {
                "Chỉ người có vai trò từ trước khi khoá thể lệ mới xác nhận được."
            }
            ConfirmRefused::PasswordReset => {
                "Sau khi khoá thể lệ, một trong hai người đã đặt lại mật khẩu cho người kia, hoặc một quản trị viên đặt lại cho cả hai, nên không tính là hai người. Nhờ một quản trị viên khác đặt lại mật khẩu, hoặc người khác xác nhận."
            }
        }
    }
}

#[cfg(feature = "ssr")]
pub use server::{problems, report};
