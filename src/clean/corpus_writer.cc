#include "clean/corpus_writer.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/errno_status.h"
#include "base/status_macros.h"

namespace tikrar {
namespace {

namespace fs = std::filesystem;

absl::Status MakeFoldersOf(const std::string& path) {
  std::error_code error;
  const fs::path folder = fs::path(path).parent_path();
  fs::create_directories(folder, error);
  return error ? ErrnoStatus(folder.native(), error.value()) : absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<PackedFile>> OpenPacked(const std::string& path,
                                                       Compression compression,
                                                       bool resume,
                                                       PackedSize size) {
  if (resume) return PackedFile::Resume(path, compression, size);
  return PackedFile::Create(path, compression);
}

}  // namespace

absl::StatusOr<std::unique_ptr<CorpusWriter>> CorpusWriter::Open(
    const CorpusWriterOptions& options, bool resume, CleanState* state) {
  std::unique_ptr<CorpusWriter> writer(new CorpusWriter(options, state));
  if (options.dry_run) return writer;
  const std::string folder = options.directory + "/";
  TIKRAR_ASSIGN_OR_RETURN(
      writer->ledger_, OpenPacked(folder + std::string(kLedgerFile),
                                  Compression::kZstd, resume, state->ledger));
  TIKRAR_ASSIGN_OR_RETURN(
      writer->journal_,
      OpenPacked(folder + std::string(kJournalFile), Compression::kNone, resume,
                 {state->journal_bytes, state->journal_bytes}));
  return writer;
}

absl::Status CorpusWriter::BeginInput(const OutputName& name, Format format) {
  name_ = &name;
  format_ = format;
  shard_head_ = format == Format::kJsonArray ? "[" : "";
  if (!progress().shard_open || options_.dry_run) return absl::OkStatus();
  const ShardRow& row = progress().shards.back();
  TIKRAR_ASSIGN_OR_RETURN(
      shard_, PackedFile::Resume(options_.directory + "/" + row.path,
                                 name.compression, row.size));
  return absl::OkStatus();
}

absl::Status CorpusWriter::OpenShard() {
  InputProgress& progress = this->progress();
  progress.shards.push_back(
      {.path = name_->File(progress.shards.size()), .size = {}});
  progress.shard_open = true;
  progress.shard_has_record = false;
  if (options_.dry_run) return absl::OkStatus();
  const std::string path =
      options_.directory + "/" + progress.shards.back().path;
  TIKRAR_RETURN_IF_ERROR(MakeFoldersOf(path));
  TIKRAR_ASSIGN_OR_RETURN(shard_, PackedFile::Create(path, name_->compression));
  return absl::OkStatus();
}

absl::Status CorpusWriter::CloseShard() {
  progress().shard_open = false;
  if (options_.dry_run) return absl::OkStatus();
  // The disk is waited for at the end, for all files at once.
  TIKRAR_RETURN_IF_ERROR(shard_->Close(/*sync=*/false));
  ShardRow& row = progress().shards.back();
  row.size = shard_->size();
  row.xxh3 = shard_->checksum();
  shard_.reset();
  return absl::OkStatus();
}

bool CorpusWriter::IsShardFull() const {
  return shard_ != nullptr && name_->is_sharded &&
         state_.progress.shard_has_record &&
         shard_->size().plain >= options_.shard_bytes;
}

absl::Status CorpusWriter::BeginRecord() {
  InputProgress& progress = this->progress();
  if (IsShardFull()) {
    if (format_ == Format::kJsonArray) TIKRAR_RETURN_IF_ERROR(Add("]\n"));
    TIKRAR_RETURN_IF_ERROR(CloseShard());
    TIKRAR_RETURN_IF_ERROR(Add(shard_head_));
  }
  if (!progress.shard_open) TIKRAR_RETURN_IF_ERROR(OpenShard());
  progress.shard_has_record = true;
  ++progress.shards.back().documents;
  return absl::OkStatus();
}

absl::Status CorpusWriter::EndRecord() {
  if (format_ != Format::kWarc || shard_ == nullptr) return absl::OkStatus();
  return shard_->EndFrame();
}

absl::Status CorpusWriter::Write(std::string_view bytes) {
  if (!progress().shard_open) TIKRAR_RETURN_IF_ERROR(OpenShard());
  return options_.dry_run ? absl::OkStatus() : shard_->Write(bytes);
}

absl::Status CorpusWriter::Keep(std::string_view bytes) {
  if (bytes.empty()) return absl::OkStatus();
  progress().at += bytes.size();
  progress().kept += bytes.size();
  return Write(bytes);
}

absl::Status CorpusWriter::Add(std::string_view bytes) {
  if (bytes.empty()) return absl::OkStatus();
  LedgerRow row;
  row.added = bytes.size();
  TIKRAR_RETURN_IF_ERROR(WriteRow(row));
  progress().added += bytes.size();
  return Write(bytes);
}

absl::Status CorpusWriter::Remove(LedgerRow row) {
  TIKRAR_RETURN_IF_ERROR(WriteRow(row));
  progress().at += row.raw.size();
  progress().removed += row.raw.size();
  return absl::OkStatus();
}

absl::Status CorpusWriter::WriteRow(const LedgerRow& row) {
  ++state_.outcome.ledger_rows;
  if (options_.dry_run) return absl::OkStatus();
  LedgerRow placed = row;
  placed.input = state_.input;
  placed.at = progress().at;
  line_.clear();
  AppendLedgerRow(placed, &line_);
  return ledger_->Write(line_);
}

absl::Status CorpusWriter::EndInput(bool touch) {
  if (touch && progress().shards.empty()) TIKRAR_RETURN_IF_ERROR(OpenShard());
  return progress().shard_open ? CloseShard() : absl::OkStatus();
}

absl::Status CorpusWriter::WriteJournal(std::string_view line) {
  return options_.dry_run ? absl::OkStatus() : journal_->Write(line);
}

absl::Status CorpusWriter::EndFrames() {
  if (options_.dry_run) return absl::OkStatus();
  if (shard_ != nullptr) {
    TIKRAR_RETURN_IF_ERROR(shard_->EndFrame());
    progress().shards.back().size = shard_->size();
  }
  TIKRAR_RETURN_IF_ERROR(ledger_->EndFrame());
  TIKRAR_RETURN_IF_ERROR(journal_->EndFrame());
  state_.ledger = ledger_->size();
  state_.journal_bytes = journal_->size().stored;
  return absl::OkStatus();
}

absl::Status CorpusWriter::Close() {
  if (options_.dry_run) return absl::OkStatus();
  TIKRAR_RETURN_IF_ERROR(journal_->Close(/*sync=*/false));
  TIKRAR_RETURN_IF_ERROR(ledger_->Close(/*sync=*/false));
  state_.ledger = ledger_->size();
  return absl::OkStatus();
}

}  // namespace tikrar
