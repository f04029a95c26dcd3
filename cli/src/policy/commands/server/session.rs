//! What the client said at the start, the open documents, and the settings of their folders.

use super::actions::Edits;
use super::document::Document;
use super::position::Encoding;
use crate::output::failure::Failure;
use crate::output::uri::file_path;
use crate::policy::commands::lint::Settings;
use crate::policy::input::forget_folders;
use gen_lsp_types::{InitializeParams, ResourceOperationKind, WorkspaceFolders};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

pub(super) struct Session {
    pub(super) encoding: Encoding,
    /// True if the client tells when files change, if asked to.
    pub(super) can_watch: bool,
    pub(super) edits: Edits,
    /// True if an item of completion may say where the cursor goes.
    pub(super) takes_snippets: bool,
    /// The folders that the editor has open.
    pub(super) folders: Vec<PathBuf>,
    pub(super) documents: BTreeMap<String, Document>,
    /// The documents that changed since they were checked.
    pub(super) changed: BTreeSet<String>,
    settings: BTreeMap<PathBuf, Read>,
}

/// The settings of a folder, as they were read.
struct Read {
    stamp: Option<(PathBuf, u64, Option<SystemTime>)>,
    settings: Result<Settings, Failure>,
    /// The settings of a folder without a file, if those in the file are not valid.
    defaults: Option<Settings>,
}

impl Session {
    pub(super) fn new(params: &InitializeParams) -> Self {
        let capabilities = &params.capabilities;
        let general = capabilities.general.as_ref();
        let offered = general.and_then(|general| general.position_encodings.as_deref());
        let workspace = capabilities.workspace.as_ref();
        let watch = workspace.and_then(|one| one.did_change_watched_files.as_ref());
        let edit = workspace.and_then(|one| one.workspace_edit.as_ref());
        let operations = edit.and_then(|edit| edit.resource_operations.as_deref());
        let operations = operations.unwrap_or_default();
        let text_document = capabilities.text_document.as_ref();
        let completion = text_document.and_then(|one| one.completion.as_ref());
        let item = completion.and_then(|one| one.completion_item.as_ref());
        Self {
            encoding: Encoding::of(offered.unwrap_or_default()),
            can_watch: watch.is_some_and(|watch| watch.dynamic_registration == Some(true)),
            edits: Edits {
                are_versioned: edit.is_some_and(|edit| edit.document_changes == Some(true)),
                can_create: operations.contains(&ResourceOperationKind::Create),
            },
            takes_snippets: item.is_some_and(|item| item.snippet_support == Some(true)),
            folders: folders(params),
            documents: BTreeMap::new(),
            changed: BTreeSet::new(),
            settings: BTreeMap::new(),
        }
    }

    /// Returns the folder in which `lint` would be run for a document: the innermost open one, or else its own.
    pub(super) fn folder(&self, document: &Document) -> PathBuf {
        let Some(path) = &document.path else {
            return self.folders.first().cloned().unwrap_or_default();
        };
        let around = self
            .folders
            .iter()
            .filter(|folder| path.starts_with(folder));
        let innermost = around.max_by_key(|folder| folder.components().count());
        let own = path.parent().unwrap_or(Path::new("/"));
        innermost.map_or_else(|| own.to_owned(), Clone::clone)
    }

    /// Returns the settings of a folder.
    pub(super) fn settings(&mut self, folder: &Path) -> Result<&Settings, &Failure> {
        self.read(folder).settings.as_ref()
    }

    /// Reads the settings of a folder. Not every client tells when their file changes, so it is looked at.
    fn read(&mut self, folder: &Path) -> &Read {
        let stamp = Settings::stamp(folder);
        let read = self.settings.get(folder);
        if read.is_none_or(|read| read.stamp != stamp) {
            let settings = Settings::of_folder(folder);
            let defaults = settings.as_ref().err();
            let defaults = defaults.and_then(|_| Settings::without_file(folder).ok());
            let read = Read {
                stamp,
                settings,
                defaults,
            };
            self.settings.insert(folder.to_owned(), read);
        }
        &self.settings[folder]
    }

    /// Does something with an open document and the settings of its folder. `None` if there is no such document, or the
    /// settings are not valid.
    pub(super) fn with_document<T>(
        &mut self,
        uri: &str,
        then: impl FnOnce(&Document, &Path, &Settings) -> T,
    ) -> Option<T> {
        self.with(uri, |read| read.settings.as_ref().ok(), then)
    }

    /// As `with_document`, but without settings where they are not valid: what explains a document does not need them.
    pub(super) fn with_explained<T>(
        &mut self,
        uri: &str,
        then: impl FnOnce(&Document, &Path, &Settings) -> T,
    ) -> Option<T> {
        self.with(
            uri,
            |read| read.settings.as_ref().ok().or(read.defaults.as_ref()),
            then,
        )
    }

    fn with<T>(
        &mut self,
        uri: &str,
        chosen: impl FnOnce(&Read) -> Option<&Settings>,
        then: impl FnOnce(&Document, &Path, &Settings) -> T,
    ) -> Option<T> {
        let document = self.documents.remove(uri)?;
        let folder = self.folder(&document);
        let settings = chosen(self.read(&folder));
        let result = settings.map(|settings| then(&document, &folder, settings));
        self.documents.insert(uri.to_owned(), document);
        result
    }

    /// Forgets what was read from files, so that it is read again.
    pub(super) fn forget_files(&mut self) {
        self.settings.clear();
        forget_folders();
        self.changed.extend(self.documents.keys().cloned());
    }
}

/// Returns the folders that an editor has open at the start.
#[allow(deprecated)] // Older clients have only `rootUri`.
fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    match &params.workspace_folders_initialize_params.workspace_folders {
        Some(WorkspaceFolders::WorkspaceFolderList(folders)) => folders
            .iter()
            .filter_map(|folder| file_path(folder.uri.as_ref()))
            .collect(),
        _ => params
            .root_uri
            .iter()
            .filter_map(|uri| file_path(uri.as_ref()))
            .collect(),
    }
}
