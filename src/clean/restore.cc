#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/errno_status.h"
#include "base/hash.h"
#include "base/status_macros.h"
#include "clean/cleaner.h"
#include "clean/ledger.h"
#include "clean/manifest.h"
#include "clean/packed_file.h"
#include "report/partial_folder.h"
#include "tikrar/clean.h"

namespace tikrar {
namespace {

namespace fs = std::filesystem;

Compression CompressionOf(std::string_view path) {
  if (path.ends_with(".gz")) return Compression::kGzip;
  return path.ends_with(".zst") ? Compression::kZstd : Compression::kNone;
}

// The outputs of one input, one after the other, each checked at its end.
class OutputReader {
 public:
  OutputReader(std::string folder, const ManifestInput& input,
               const std::atomic<bool>* cancel)
      : folder_(std::move(folder)), input_(input), cancel_(cancel) {}

  // Calls take(bytes) for the next `count` bytes in pieces.
  template <typename Take>
  absl::Status Read(uint64_t count, Take take) {
    while (count > 0) {
      TIKRAR_RETURN_IF_ERROR(Fill());
      if (held_ == 0) {
        return MakeStatus(
            absl::StatusCode::kDataLoss, Where(),
            absl::StrFormat("ends at byte %d, expected %d bytes more", plain_,
                            count));
      }
      const size_t step = std::min<uint64_t>(count, held_);
      TIKRAR_RETURN_IF_ERROR(
          take(std::string_view(block_).substr(begin_, step)));
      begin_ += step;
      held_ -= step;
      count -= step;
    }
    return absl::OkStatus();
  }

  absl::Status ExpectEnd() {
    TIKRAR_RETURN_IF_ERROR(Fill());
    if (held_ == 0) return absl::OkStatus();
    return MakeStatus(absl::StatusCode::kDataLoss, Where(),
                      absl::StrFormat("has bytes after byte %d, expected the "
                                      "end",
                                      plain_ - held_));
  }

 private:
  std::string Where() const {
    const auto& outputs = input_.outputs;
    if (outputs.empty()) return folder_;
    return folder_ + "/" + outputs[std::min(next_, outputs.size()) - 1].path;
  }

  // Reads on if nothing is held, over the ends of files.
  absl::Status Fill() {
    while (held_ == 0) {
      if (!opened_) {
        if (next_ == input_.outputs.size()) return absl::OkStatus();
        ++next_;
        plain_ = 0;
        TIKRAR_ASSIGN_OR_RETURN(
            OpenedSource opened,
            OpenSource(Where(), CompressionOf(Where()), cancel_));
        opened_.emplace(std::move(opened));
      }
      block_.resize(kSourceBlockBytes);
      TIKRAR_ASSIGN_OR_RETURN(
          held_, opened_->content->Read(block_.data(), block_.size()));
      begin_ = 0;
      plain_ += held_;
      if (held_ == 0) TIKRAR_RETURN_IF_ERROR(CheckFile());
    }
    return absl::OkStatus();
  }

  absl::Status CheckFile() {
    const ShardRow& row = input_.outputs[next_ - 1];
    const uint64_t bytes = opened_->disk->bytes_read();
    const uint64_t xxh3 = opened_->disk->checksum();
    opened_.reset();
    if (bytes == row.size.stored && xxh3 == row.xxh3 &&
        plain_ == row.size.plain) {
      return absl::OkStatus();
    }
    return MakeStatus(
        absl::StatusCode::kDataLoss, Where(),
        absl::StrFormat("has %d bytes, xxh3 %016x, expected %d bytes, xxh3 "
                        "%016x",
                        bytes, xxh3, row.size.stored, row.xxh3));
  }

  const std::string folder_;
  const ManifestInput& input_;
  const std::atomic<bool>* cancel_;
  std::optional<OpenedSource> opened_;
  size_t next_ = 0;  // the open output is the one before
  std::string block_;
  size_t begin_ = 0;
  size_t held_ = 0;
  uint64_t plain_ = 0;  // of the open output, read
};

class Restorer {
 public:
  Restorer(std::string folder, const Manifest& manifest, LedgerReader ledger,
           const CleanProgress& progress, const std::atomic<bool>* cancel)
      : folder_(std::move(folder)),
        manifest_(manifest),
        ledger_(std::move(ledger)),
        progress_(progress),
        cancel_(cancel) {
    for (const ManifestInput& input : manifest.inputs) {
      total_bytes_ += input.raw_bytes;
    }
  }

  absl::StatusOr<RestoreOutcome> Run(const std::string& target) {
    TIKRAR_RETURN_IF_ERROR(NextRow());
    for (size_t i = 0; i < manifest_.inputs.size(); ++i) {
      if (!manifest_.inputs[i].was_read) continue;
      TIKRAR_RETURN_IF_ERROR(OneInput(i, target));
      ++outcome_.inputs;
    }
    if (has_row_) {
      return ledger_.Error(
          absl::StrFormat("is of input %d, expected one of %d in order",
                          ledger_.row().input, manifest_.inputs.size()));
    }
    if (ledger_.checksum() != manifest_.ledger_xxh3) {
      return MakeStatus(
          absl::StatusCode::kDataLoss, folder_ + "/" + std::string(kLedgerFile),
          absl::StrFormat("has xxh3 %016x, expected %016x", ledger_.checksum(),
                          manifest_.ledger_xxh3));
    }
    return outcome_;
  }

 private:
  absl::Status NextRow() {
    TIKRAR_ASSIGN_OR_RETURN(has_row_, ledger_.Next());
    return absl::OkStatus();
  }

  absl::Status OneInput(size_t index, const std::string& target) {
    const ManifestInput& input = manifest_.inputs[index];
    const std::string path = target + "/" + input.path;
    std::error_code error;
    fs::create_directories(fs::path(path).parent_path(), error);
    if (error) return ErrnoStatus(path, error.value());
    TIKRAR_ASSIGN_OR_RETURN(file_, PackedFile::Create(path, input.compression));
    XXH3_64bits_reset(&hash_);
    written_ = 0;
    OutputReader outputs(folder_, input, cancel_);
    while (has_row_ && ledger_.row().input == index) {
      TIKRAR_RETURN_IF_ERROR(OneRow(input, &outputs));
      TIKRAR_RETURN_IF_ERROR(NextRow());
    }
    TIKRAR_RETURN_IF_ERROR(CopyTo(input.raw_bytes, &outputs));
    TIKRAR_RETURN_IF_ERROR(outputs.ExpectEnd());
    const uint64_t xxh3 = XXH3_64bits_digest(&hash_);
    if (xxh3 != input.raw_xxh3) {
      return MakeStatus(
          absl::StatusCode::kDataLoss, folder_,
          absl::StrFormat("%s restored has xxh3 %016x, expected %016x",
                          input.path, xxh3, input.raw_xxh3));
    }
    return file_->Close(/*sync=*/false);
  }

  absl::Status OneRow(const ManifestInput& input, OutputReader* outputs) {
    const LedgerRow& row = ledger_.row();
    if (row.at < written_ || row.at > input.raw_bytes ||
        row.raw.size() > input.raw_bytes - row.at) {
      return ledger_.Error(absl::StrFormat(
          "\"at\": is %d with %d bytes, expected a place from %d to %d", row.at,
          row.raw.size(), written_, input.raw_bytes));
    }
    TIKRAR_RETURN_IF_ERROR(CopyTo(row.at, outputs));
    if (row.added > 0) {
      return outputs->Read(row.added,
                           [](std::string_view) { return absl::OkStatus(); });
    }
    outcome_.bytes_ledger += row.raw.size();
    return Write(row.raw);
  }

  absl::Status CopyTo(uint64_t place, OutputReader* outputs) {
    return outputs->Read(place - written_, [this](std::string_view bytes) {
      return Write(bytes);
    });
  }

  absl::Status Write(std::string_view bytes) {
    if (cancel_ != nullptr && cancel_->load()) {
      return absl::CancelledError("restore: interrupted");
    }
    XXH3_64bits_update(&hash_, bytes.data(), bytes.size());
    written_ += bytes.size();
    outcome_.bytes += bytes.size();
    if (progress_) progress_(outcome_.bytes, total_bytes_);
    return file_->Write(bytes);
  }

  const std::string folder_;
  const Manifest& manifest_;
  LedgerReader ledger_;
  const CleanProgress& progress_;
  const std::atomic<bool>* cancel_;
  bool has_row_ = false;
  uint64_t total_bytes_ = 0;
  std::unique_ptr<PackedFile> file_;
  uint64_t written_ = 0;  // of the input at hand
  XXH3_state_t hash_;
  RestoreOutcome outcome_;
};

// Its rows are checked as they come; this says early that a file is not the
// one that was written.
absl::Status CheckLedger(const std::string& path, const Manifest& manifest) {
  std::error_code error;
  const uint64_t size = fs::file_size(path, error);
  if (error) return ErrnoStatus(path, error.value());
  if (size == manifest.ledger_bytes) return absl::OkStatus();
  return MakeStatus(absl::StatusCode::kDataLoss, path,
                    absl::StrFormat("has %d bytes, expected %d", size,
                                    manifest.ledger_bytes));
}

}  // namespace

absl::StatusOr<RestoreOutcome> RestoreWithLimits(
    const std::string& out, const std::string& dir, const CleanLimits& limits,
    const CleanProgress& progress, const std::atomic<bool>* cancel) {
  TIKRAR_ASSIGN_OR_RETURN(const Manifest manifest,
                          ReadManifest(out + "/" + std::string(kManifestFile)));
  const std::string ledger_path = out + "/" + std::string(kLedgerFile);
  TIKRAR_RETURN_IF_ERROR(CheckLedger(ledger_path, manifest));
  TIKRAR_ASSIGN_OR_RETURN(LedgerReader ledger, LedgerReader::Open(ledger_path));
  TIKRAR_ASSIGN_OR_RETURN(
      PartialFolder target,
      PartialFolder::Find(dir, PartialFolder::MustBeEmpty, limits.durable));
  TIKRAR_RETURN_IF_ERROR(target.Open());
  TIKRAR_RETURN_IF_ERROR(target.Empty());
  absl::StatusOr<RestoreOutcome> outcome =
      Restorer(out, manifest, std::move(ledger), progress, cancel)
          .Run(target.partial_path());
  if (outcome.ok()) {
    const absl::Status published = target.Publish();
    if (!published.ok()) outcome = published;
  }
  if (!outcome.ok()) target.Remove();
  return outcome;
}

absl::StatusOr<RestoreOutcome> Restore(const std::string& out,
                                       const std::string& dir,
                                       const CleanProgress& progress,
                                       const std::atomic<bool>* cancel) {
  return RestoreWithLimits(out, dir, CleanLimits(), progress, cancel);
}

}  // namespace tikrar
