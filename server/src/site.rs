//! The files of the site: scripts, style, fonts, icons. A finished program carries them at its own end, so one file deploys
//! it; while developing they lie in a folder.
//!
//! Scripts and style stand in a folder named after all their content. A name never means other content, so browsers keep
//! it for ever, and a page never mixes the files of two builds.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::ids::base32;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Says that the archive at the end of a program is its site.
const MARK: &str = "hoithi-site";

/// Where the build puts scripts and style.
const BUILT: &str = "pkg/";

/// A site cannot be read or packed.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// A file.
    #[error("Không đọc được tệp của trang web ở {path}: {error}")]
    File {
        /// Where.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The archive in the program.
    #[error("Tệp của trang web trong chương trình bị hỏng. Chép lại chương trình từ bản đã dựng")]
    Archive(#[source] zip::result::ZipError),
    /// Nothing to pack.
    #[error("Thư mục {0} không có tệp của trang web. Dựng lại bằng make run")]
    Empty(PathBuf),
}

/// Files by their path without the first slash, as they are and compressed.
#[derive(Debug, Default, Clone)]
pub struct Site {
    files: Arc<BTreeMap<String, Stored>>,
    /// Name of all content.
    name: String,
    /// Where they came from, for `doctor`.
    pub origin: String,
}

#[derive(Debug, Default)]
struct Stored {
    plain: Option<Bytes>,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

impl Site {
    /// The files of a folder; none where there is no folder.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn in_folder(folder: &Path) -> Result<Self, SiteError> {
        let mut found = Vec::new();
        collect(folder, folder, &mut found)?;
        Ok(Self::of(found, folder.display().to_string()))
    }

    /// The files this program carries; none when it carries none.
    ///
    /// # Errors
    /// When they are broken.
    pub fn carried() -> Result<Option<Self>, SiteError> {
        let program = std::env::current_exe().unwrap_or_default();
        let failed = |error| SiteError::File {
            path: program.clone(),
            error,
        };
        let Ok(mut archive) = ZipArchive::new(File::open(&program).map_err(failed)?) else {
            return Ok(None);
        };
        if archive.by_name(MARK).is_err() {
            return Ok(None);
        }
        let mut found = Vec::new();
        for i in 0..archive.len() {
            let mut file = archive.by_index(i).map_err(SiteError::Archive)?;
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).map_err(failed)?;
            let name = file.name().map_err(SiteError::Archive)?.into_owned();
            found.push((name, bytes));
        }
        found.retain(|(name, _)| name != MARK);
        Ok(Some(Self::of(found, "chương trình".to_owned())))
    }

    fn of(found: Vec<(String, Vec<u8>)>, origin: String) -> Self {
        let mut files: BTreeMap<String, Stored> = BTreeMap::new();
        for (name, bytes) in found {
            let bytes = Some(Bytes::from(bytes));
            if let Some(name) = name.strip_suffix(".br") {
                files.entry(name.to_owned()).or_default().brotli = bytes;
            } else if let Some(name) = name.strip_suffix(".gz") {
                files.entry(name.to_owned()).or_default().gzip = bytes;
            } else {
                files.entry(name).or_default().plain = bytes;
            }
        }
        let mut hasher = Sha256::new();
        for (name, file) in &files {
            let bytes = file.plain.as_deref().unwrap_or_default();
            hasher.update(format!("{name}\n{}\n", bytes.len()));
            hasher.update(bytes);
        }
        Self {
            name: base32(&hasher.finalize()[..10]),
            files: Arc::new(files),
            origin,
        }
    }

    /// The folder of scripts and style, for the pages that name them.
    #[must_use]
    pub fn scripts(&self) -> String {
        format!("{BUILT}{}", self.name)
    }

    /// Whether a file with this ending is among scripts and style.
    #[must_use]
    pub fn has(&self, ending: &str) -> bool {
        let built = |name: &&String| name.starts_with(BUILT) && name.ends_with(ending);
        self.files.keys().find(built).is_some()
    }

    /// Writes this program to a new file that carries the site.
    ///
    /// # Errors
    /// When there is nothing to carry, or a file cannot be read or written.
    pub fn pack(folder: &Path, to: &Path) -> Result<usize, SiteError> {
        let mut found = Vec::new();
        collect(folder, folder, &mut found)?;
        if !Self::of(found.clone(), String::new()).has(".wasm") {
            return Err(SiteError::Empty(folder.to_owned()));
        }
        let archive = archived(&found).map_err(SiteError::Archive)?;
        write_program(&archive, to).map_err(|error| SiteError::File {
            path: to.to_owned(),
            error,
        })?;
        Ok(found.len())
    }

    /// Routes to every file.
    pub fn router(self) -> Router {
        let hold = |path: &str| format!("{path}/{{*file}}");
        let mut router = Router::new()
            .route(&hold("/pkg"), get(serve))
            .route(&hold("/fonts"), get(serve));
        for name in self.files.keys().filter(|name| !name.contains('/')) {
            router = router.route(&format!("/{name}"), get(serve));
        }
        router.with_state(self)
    }

    /// The file at a path, and whether it never changes.
    fn find(&self, path: &str) -> Option<(&str, &Stored, bool)> {
        let path = path.trim_start_matches('/');
        let (name, kept) = match path.strip_prefix(BUILT) {
            Some(rest) => {
                let file = rest.strip_prefix(&self.name)?.trim_start_matches('/');
                let built = format!("{BUILT}{file}");
                // The name stands for the content of them all, so any file is found under it.
                let known = self.files.contains_key(&built);
                (if known { built } else { file.to_owned() }, true)
            }
            None => (path.to_owned(), path.starts_with("fonts/")),
        };
        let (name, file) = self.files.get_key_value(&name)?;
        Some((name, file, kept))
    }
}

fn collect(
    root: &Path,
    folder: &Path,
    found: &mut Vec<(String, Vec<u8>)>,
) -> Result<(), SiteError> {
    let failed = |path: &Path, error| SiteError::File {
        path: path.to_owned(),
        error,
    };
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other.map_err(|error| failed(folder, error))?,
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(root, &path, found)?;
        } else {
            let bytes = std::fs::read(&path).map_err(|error| failed(&path, error))?;
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy();
            found.push((name.replace('\\', "/"), bytes));
        }
    }
    Ok(())
}

/// An archive of files that are compressed already, in the same order in every build.
fn archived(files: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut files: Vec<_> = files.iter().collect();
    files.sort();
    let mut archive = ZipWriter::new(io::Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    archive.start_file(MARK, stored)?;
    for (name, bytes) in files {
        archive.start_file(name.as_str(), stored)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

fn write_program(archive: &[u8], to: &Path) -> io::Result<()> {
    let program = std::env::current_exe()?;
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder)?;
    }
    // Beside its place first: a program that runs there goes on with what it has.
    let new = to.with_extension("new");
    std::fs::copy(program, &new)?;
    let mut file = File::options().append(true).open(&new)?;
    file.write_all(archive)?;
    file.sync_all()?;
    std::fs::rename(new, to)
}

async fn serve(State(site): State<Site>, request: Request) -> Response {
    let found = site.find(request.uri().path());
    let Some((name, file, kept)) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let accepts = |coding| accepts(request.headers(), coding);
    let choices = [
        (file.brotli.as_ref().filter(|_| accepts("br")), "br"),
        (file.gzip.as_ref().filter(|_| accepts("gzip")), "gzip"),
    ];
    let coded = choices
        .into_iter()
        .find_map(|(bytes, coding)| Some((bytes?, coding)));
    let body = coded.map(|(bytes, _)| bytes).or(file.plain.as_ref());
    let mut response = Response::new(Body::from(body.cloned().unwrap_or_default()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(name)));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some((_, coding)) = coded {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    let keep = if kept {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=86400"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}

/// Whether the browser takes a coding. One that is refused (`q=0`) is not taken.
fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let all = headers.get_all(header::ACCEPT_ENCODING).iter();
    all.filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|offer| offer.split_once(';').unwrap_or((offer, "")))
        .any(|(name, quality)| name.trim().eq_ignore_ascii_case(coding) && quality.trim() != "q=0")
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::to_bytes;
    use tower::ServiceExt as _;

    fn site() -> Site {
        let file = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
        let files = vec![
            file("pkg/hoithi.css", "plain"),
            file("pkg/hoithi.css.br", "brotli"),
            file("pkg/hoithi.css.gz", "gzip"),
            file("fonts/a.woff2", "font"),
            file("favicon.svg", "<svg/>"),
            file("kiosk.css", "kiosk"),
        ];
        Site::of(files, String::new())
    }

    async fn ask(path: &str, coding: &str) -> (StatusCode, HeaderMap, String) {
        let request = Request::builder()
            .uri(path)
            .header("accept-encoding", coding);
        let request = request.body(Body::empty()).unwrap();
        let response = site().router().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 999).await.unwrap().to_vec();
        (
            parts.status,
            parts.headers,
            String::from_utf8(body).unwrap(),
        )
    }

    #[tokio::test]
    async fn scripts_and_style_are_kept_for_ever_in_the_coding_the_browser_takes() {
        let css = format!("/{}/hoithi.css", site().scripts());
        for (coding, text) in [
            ("gzip, deflate, br", "brotli"),
            ("br;q=0, gzip", "gzip"),
            ("", "plain"),
        ] {
            let (status, headers, body) = ask(&css, coding).await;
            assert_eq!((status, body.as_str()), (StatusCode::OK, text), "{coding}");
            assert!(
                headers[header::CACHE_CONTROL]
                    .to_str()
                    .unwrap()
                    .ends_with("immutable")
            );
            assert_eq!(headers[header::CONTENT_TYPE], "text/css; charset=utf-8");
            assert_eq!(
                headers.contains_key(header::CONTENT_ENCODING),
                text != "plain"
            );
        }
    }

    #[tokio::test]
    async fn what_is_not_there_is_not_served() {
        for path in [
            "/pkg/hoithi.css",
            "/pkg/AAAAAAAAAAAAAAAA/hoithi.css",
            "/fonts/b.woff2",
            "/fonts/../pkg/hoithi.css",
            "/fonts/%2e%2e/favicon.svg",
        ] {
            assert_eq!(ask(path, "").await.0, StatusCode::NOT_FOUND, "{path}");
        }
        let (status, headers, _) = ask("/favicon.svg", "").await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(headers[header::CACHE_CONTROL], "public, max-age=86400");
        let under_the_name = format!("/{}/kiosk.css", site().scripts());
        let (_, headers, body) = ask(&under_the_name, "").await;
        assert_eq!(body, "kiosk");
        let kept = headers[header::CACHE_CONTROL].to_str().unwrap();
        assert!(kept.ends_with("immutable"), "{kept}");
    }

    #[test]
    fn other_content_has_another_name() {
        let one = |text: &str| {
            let files = vec![("pkg/hoithi.js".to_owned(), text.as_bytes().to_vec())];
            Site::of(files, String::new()).scripts()
        };
        assert_eq!(one("a"), one("a"));
        assert_ne!(one("a"), one("b"));
    }
}
