#include "cli/load_text.h"

#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <sstream>

#include "absl/strings/str_format.h"
#include "base/errno_status.h"
#include "base/status_macros.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

namespace fs = std::filesystem;

absl::Status NotFound(std::string_view where, std::string_view what) {
  return MakeStatus(absl::StatusCode::kNotFound, where, what);
}

absl::StatusOr<std::string> ReadPlainFile(const std::string& path,
                                          Charset charset) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  // An empty file sets failbit on `bytes`, which is no error.
  if (file && file.peek() != std::ifstream::traits_type::eof()) {
    bytes << file.rdbuf();
  }
  if (file.bad() || (!file && !file.eof())) {
    return ErrnoStatus(path, errno != 0 ? errno : EIO);
  }
  return Decode(bytes.str(), charset).text;
}

// Looks through a corpus file for one document.
class DocumentFinder {
 public:
  // Without a key, the file must hold one document only.
  DocumentFinder(const InputFile& file, std::optional<std::string> key,
                 const InputOptions& options)
      : file_(file), key_(std::move(key)), options_(options) {
    if (key_) {
      const char* end = key_->data() + key_->size();
      uint64_t number = 0;
      const auto result = std::from_chars(key_->data(), end, number);
      if (result.ec == std::errc() && result.ptr == end) record_ = number;
    }
  }

  absl::StatusOr<std::string> Find() {
    TIKRAR_ASSIGN_OR_RETURN(const std::unique_ptr<ChunkReader> reader,
                            ChunkReader::Open(file_, 0, options_));
    while (!by_id_) {
      RawChunk chunk;
      TIKRAR_ASSIGN_OR_RETURN(const bool has_more, reader->Next(&chunk));
      if (!has_more) break;
      Search(ParseChunk(file_, options_, std::move(chunk)));
    }
    if (by_id_) return *std::move(by_id_);
    if (by_record_ && (key_ || records_ == 1)) return *std::move(by_record_);
    if (!key_) {
      return NotFound(file_.path,
                      absl::StrFormat("expected FILE#ID or FILE#RECORD, got a "
                                      "file of %d records",
                                      records_));
    }
    if (!error_.empty()) {
      return NotFound(file_.path, "record " + *key_ + ": " + error_);
    }
    return NotFound(
        file_.path,
        absl::StrFormat("no document '%s' among %d records", *key_, records_));
  }

 private:
  void Search(const DocumentBatch& batch) {
    const uint64_t wanted = key_ ? record_ : 0;
    for (const Document& document : batch.documents) {
      if (key_ && document.id == *key_) {
        by_id_ = std::string(document.text);
        return;
      }
      if (records_ + document.record == wanted) {
        by_record_ = std::string(document.text);
      }
    }
    for (const Reject& reject : batch.rejects) {
      if (records_ + reject.record == wanted) error_ = reject.error;
    }
    records_ += batch.records;
  }

  const InputFile& file_;
  const std::optional<std::string> key_;
  const InputOptions& options_;
  uint64_t record_ = std::numeric_limits<uint64_t>::max();
  uint64_t records_ = 0;  // in the chunks before
  std::optional<std::string> by_id_, by_record_;
  std::string error_;  // why the record of that number could not be read
};

absl::StatusOr<std::string> LoadFile(const std::string& path,
                                     std::optional<std::string> key,
                                     const InputOptions& options) {
  std::error_code error;
  if (fs::is_directory(path, error)) {
    return MakeStatus(absl::StatusCode::kFailedPrecondition, path,
                      "expected a file, got a folder");
  }
  TIKRAR_ASSIGN_OR_RETURN(const InputList list, ListInputs({path}));
  if (!list.files.empty()) {
    return DocumentFinder(list.files[0], std::move(key), options).Find();
  }
  if (key) return NotFound(path, "not a corpus file, expected .jsonl, .csv …");
  return ReadPlainFile(path, options.charset);
}

}  // namespace

absl::StatusOr<std::string> ReadStandardInput() {
  std::string bytes;
  char buffer[1 << 16];
  for (;;) {
    const ssize_t count = read(STDIN_FILENO, buffer, sizeof(buffer));
    if (count == 0) return bytes;
    if (count > 0) {
      bytes.append(buffer, static_cast<size_t>(count));
    } else if (errno != EINTR) {
      return ErrnoStatus("standard input", errno);
    }
  }
}

absl::StatusOr<std::string> LoadText(const std::string& argument,
                                     const InputOptions& options) {
  if (argument == "-") {
    TIKRAR_ASSIGN_OR_RETURN(const std::string bytes, ReadStandardInput());
    return Decode(bytes, options.charset).text;
  }
  std::error_code error;
  if (fs::exists(argument, error)) {
    return LoadFile(argument, std::nullopt, options);
  }
  // An id may hold '#' as well as a path may.
  for (size_t hash = argument.find('#'); hash != std::string::npos;
       hash = argument.find('#', hash + 1)) {
    const std::string path = argument.substr(0, hash);
    if (!fs::exists(path, error)) continue;
    return LoadFile(path, argument.substr(hash + 1), options);
  }
  return NotFound(argument, "no such file");
}

}  // namespace tikrar
