#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "base/errno_status.h"
#include "base/status_macros.h"
#include "tikrar/input.h"

namespace tikrar {
namespace {

namespace fs = std::filesystem;

bool RemoveEnding(std::string_view ending, std::string* name) {
  if (!std::string_view(*name).ends_with(ending)) return false;
  name->resize(name->size() - ending.size());
  return true;
}

// Sets format and compression by the name; false if its ending is unknown.
bool SetFormat(const std::string& path, InputFile* file) {
  constexpr std::array<std::pair<std::string_view, Format>, 8> kEndings = {
      {{".jsonl", Format::kJsonLines},
       {".ndjson", Format::kJsonLines},
       {".json", Format::kJsonArray},
       {".csv", Format::kCsv},
       {".tsv", Format::kTsv},
       {".txt", Format::kText},
       {".warc", Format::kWarc},
       {".wet", Format::kWarc}}};
  std::string name = path;
  absl::AsciiStrToLower(&name);
  file->compression = Compression::kNone;
  if (RemoveEnding(".gz", &name)) {
    file->compression = Compression::kGzip;
  } else if (RemoveEnding(".zst", &name)) {
    file->compression = Compression::kZstd;
  }
  for (const auto& [ending, format] : kEndings) {
    if (!RemoveEnding(ending, &name)) continue;
    file->format = format;
    return true;
  }
  return false;
}

absl::Status ErrorOf(const std::string& path, std::string_view what,
                     const std::error_code& error) {
  if (error == std::errc::no_such_file_or_directory) {
    return MakeStatus(absl::StatusCode::kNotFound, path, "does not exist");
  }
  return ErrnoStatus(path, what, error.value());
}

// Names go into ids and rejects, which are UTF-8; paths stay as they are.
std::string Utf8Name(const std::string& name) {
  return Decode(name, Charset::kUtf8).text;
}

bool IsHidden(std::string_view name) { return name.starts_with('.'); }

// Whether the file is one of ours that says what its folder is.
bool IsOurs(const std::string& path) {
  constexpr std::string_view kStart = "{\"tikrar\":";
  std::ifstream file(path, std::ios::binary);
  std::string start(kStart.size(), '\0');
  file.read(start.data(), static_cast<std::streamsize>(start.size()));
  return file && start == kStart;
}

// Whether `folder` is what `tikrar scan -o` wrote: its files have names of
// inputs and hold no documents.
bool IsRunDirectory(const std::string& folder) {
  return IsOurs(folder + "/run.json");
}

// Whether `folder` is what a scan that was stopped goes on from. It must not
// matter to the list of inputs whether it was.
bool IsInterruptedScan(const std::string& folder) {
  std::error_code error;
  return folder.ends_with(".partial") &&
         fs::exists(folder + "/call.checkpoint", error);
}

// Whether `path` is one of the two files that `tikrar clean` writes beside the
// corpus: its ledger holds texts, but those that were taken out.
bool IsOfCleaning(const std::string& path) {
  const size_t slash = path.rfind('/') + 1;
  const std::string_view name = std::string_view(path).substr(slash);
  return (name == "clean.json" || name == "ledger.jsonl.zst") &&
         IsOurs(path.substr(0, slash) + "clean.json");
}

// Walks one folder argument. Symbolic links are followed; each folder is
// read once, so that links back up or across cannot repeat documents.
class FolderLister {
 public:
  FolderLister(std::string root, InputList* list)
      : root_(std::move(root)), list_(list) {}

  absl::Status List() {
    TIKRAR_RETURN_IF_ERROR(Walk(root_, ""));
    std::sort(relative_paths_.begin(), relative_paths_.end());
    for (const std::string& relative : relative_paths_) Add(relative);
    return absl::OkStatus();
  }

 private:
  absl::Status Walk(const std::string& folder, const std::string& relative);
  void Add(const std::string& relative);
  std::string PathOf(const std::string& relative) const {
    return root_.ends_with('/') ? root_ + relative : root_ + "/" + relative;
  }

  std::string root_;
  InputList* list_;
  std::set<std::pair<dev_t, ino_t>> folders_;
  std::vector<std::string> relative_paths_;
};

absl::Status FolderLister::Walk(const std::string& folder,
                                const std::string& relative) {
  struct stat status;
  if (stat(folder.c_str(), &status) == 0 &&
      !folders_.emplace(status.st_dev, status.st_ino).second) {
    return absl::OkStatus();
  }
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  std::vector<std::string> names;
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  if (error) return ErrorOf(folder, "cannot be listed", error);
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    const std::string below = relative + name;
    if (IsInterruptedScan(PathOf(below))) continue;
    if (IsHidden(name)) {
      relative_paths_.push_back(below);
    } else if (stat(PathOf(below).c_str(), &status) == 0 &&
               S_ISDIR(status.st_mode) && !IsRunDirectory(PathOf(below))) {
      TIKRAR_RETURN_IF_ERROR(Walk(PathOf(below), below + "/"));
    } else {
      relative_paths_.push_back(below);
    }
  }
  return absl::OkStatus();
}

// A link to nothing is listed by its name, so that opening it is reported; a
// pipe, a device, a run or something hidden is not to be read unasked.
void FolderLister::Add(const std::string& relative) {
  InputFile file;
  file.path = PathOf(relative);
  struct stat status;
  const bool is_special =
      stat(file.path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
  const size_t slash = relative.rfind('/');
  const bool is_hidden = IsHidden(std::string_view(relative).substr(slash + 1));
  if (is_special || is_hidden || IsOfCleaning(file.path) ||
      !SetFormat(relative, &file)) {
    list_->unknown.push_back(file.path);
    return;
  }
  file.name = Utf8Name(relative);
  if (slash != std::string::npos) {
    file.folder = Utf8Name(relative.substr(0, slash));
  }
  list_->files.push_back(std::move(file));
}

absl::Status AddArgument(const std::string& path, InputList* list) {
  InputFile file;
  file.path = path;
  if (path == "-") {
    file.name = path;
    list->files.push_back(std::move(file));
    return absl::OkStatus();
  }
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    if (!error) {
      error = std::make_error_code(std::errc::no_such_file_or_directory);
    }
    return ErrorOf(path, "cannot be read", error);
  }
  if (fs::is_directory(status)) {
    if (IsRunDirectory(path)) {
      return MakeStatus(absl::StatusCode::kInvalidArgument, path,
                        "is a run that scan wrote, expected texts");
    }
    return FolderLister(path, list).List();
  }
  file.name = Utf8Name(fs::path(path).filename().string());
  if (SetFormat(path, &file)) {
    list->files.push_back(std::move(file));
  } else {
    list->unknown.push_back(path);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<InputList> ListInputs(const std::vector<std::string>& paths) {
  InputList list;
  for (const std::string& path : paths) {
    TIKRAR_RETURN_IF_ERROR(AddArgument(path, &list));
  }
  return list;
}

}  // namespace tikrar
