//! A file between preview and import. Nothing of it is kept on the server, so that any node can take the confirmation:
//! the page sends the bytes back with the ticket that was given for them.

use crate::forms::Form;
use crate::ui::field::Field;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use leptos::prelude::*;
use services::ServiceError;
use services::import::Upload;

/// Largest file the page carries itself; a larger one is chosen again, which the ticket checks all the same.
const CARRIED: usize = 2 * 1024 * 1024;
/// Field with the bytes.
const BYTES: &str = "tep";
/// Field with the name.
const NAME: &str = "tep-ten";

/// The file that came with a form: chosen now, else carried by the page.
pub(crate) fn sent(form: &Form) -> Result<Upload, ServiceError> {
    if let Some(file) = form.file("file") {
        return Ok(Upload {
            file_name: file.file_name.clone(),
            bytes: file.bytes.clone(),
        });
    }
    let bytes = STANDARD.decode(form.get(BYTES)).unwrap_or_default();
    if bytes.is_empty() {
        return Err(ServiceError::field(
            "file",
            "Chọn tệp trên máy của bạn rồi bấm lại.",
        ));
    }
    Ok(Upload {
        file_name: form.get(NAME).to_owned(),
        bytes,
    })
}

/// The file inside the form that confirms.
#[component]
pub(crate) fn Carried(
    /// The file that was previewed.
    upload: Upload,
    /// Endings of files to choose.
    accept: &'static str,
) -> impl IntoView {
    if upload.bytes.len() > CARRIED {
        return view! {
            <FileField
                label="Chọn lại đúng tệp vừa xem trước"
                hint=format!("Tệp “{}” lớn hơn 2 MB nên cần gửi lại. Tệp khác với tệp đã xem trước sẽ không được nhập.", upload.file_name)
                accept=accept
            />
        }
        .into_any();
    }
    view! {
        <input type="hidden" name=BYTES value=STANDARD.encode(&upload.bytes)/>
        <input type="hidden" name=NAME value=upload.file_name/>
    }
    .into_any()
}

/// A field for a file. The browser's own control: it says which file was chosen, without JavaScript.
#[component]
pub(crate) fn FileField(
    /// Visible label.
    #[prop(into)]
    label: String,
    /// Hint.
    #[prop(into)]
    hint: String,
    /// Endings of files to choose.
    accept: &'static str,
) -> impl IntoView {
    let invalid = crate::forms::problem_of("file").is_some();
    let described = if invalid {
        "file-goi-y file-loi"
    } else {
        "file-goi-y"
    };
    view! {
        <Field name="file".to_owned() label=label hint=hint>
            <input
                class="input"
                type="file"
                id="file"
                name="file"
                accept=accept
                aria-describedby=described
                aria-invalid=invalid.then_some("true")
            />
        </Field>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_carried_file_comes_back_byte_for_byte() {
        let bytes: Vec<u8> = (0..=255).collect();
        let fields = vec![
            (BYTES.to_owned(), STANDARD.encode(&bytes)),
            (NAME.to_owned(), "câu hỏi.xlsx".to_owned()),
        ];
        let upload = sent(&Form {
            fields,
            files: Vec::new(),
        })
        .expect("a file");
        assert_eq!(upload.bytes, bytes);
        assert_eq!(upload.file_name, "câu hỏi.xlsx");
    }

    #[test]
    fn a_file_chosen_now_wins_and_none_is_refused() {
        let fields = vec![(BYTES.to_owned(), "QQ==".to_owned())];
        let chosen = crate::forms::Upload {
            field: "file".into(),
            file_name: "b.txt".into(),
            bytes: b"B".to_vec(),
        };
        let upload = sent(&Form {
            fields,
            files: vec![chosen],
        })
        .expect("a file");
        assert_eq!(
            (upload.file_name.as_str(), upload.bytes.as_slice()),
            ("b.txt", b"B".as_slice())
        );
        assert!(sent(&Form::default()).is_err());
        let broken = Form {
            fields: vec![(BYTES.to_owned(), "không phải".to_owned())],
            files: Vec::new(),
        };
        assert!(sent(&broken).is_err());
    }
}
