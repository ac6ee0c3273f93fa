#include "clean/input_pass.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "clean/ledger.h"
#include "input/input_changes.h"

namespace tikrar {
namespace {

// A longer gap is taken in pieces: it is the rest of a record of over 4 GiB.
constexpr uint64_t kMaxGapBytes = uint64_t{16} << 20;

}  // namespace

absl::StatusOr<std::unique_ptr<InputPass>> InputPass::Open(
    const InputFile& file, uint32_t input, const InputOptions& options,
    const std::atomic<bool>* cancel) {
  std::unique_ptr<InputPass> pass(new InputPass(file, options));
  TIKRAR_ASSIGN_OR_RETURN(
      pass->chunks_, ChunkReader::Open(file, input, pass->options_, cancel));
  TIKRAR_ASSIGN_OR_RETURN(pass->raw_, RawReader::Open(file, cancel));
  return pass;
}

// Where the stream breaks off, the bytes up to there are what the scan read,
// too.
absl::StatusOr<bool> InputPass::ReadChunk() {
  if (has_chunk_) return true;
  const absl::StatusOr<bool> more = chunks_->Next(&chunk_);
  if (more.status().code() == absl::StatusCode::kCancelled) {
    return more.status();
  }
  has_chunk_ = more.ok() && *more;
  rest_is_reject_ = !more.ok() || after_fault_;
  return has_chunk_;
}

absl::StatusOr<bool> InputPass::Next(ChunkJob* job) {
  has_long_gap_ = false;
  TIKRAR_ASSIGN_OR_RETURN(const bool more, ReadChunk());
  if (!more) return false;
  if (chunk_.sequence == 0) raw_->SetStoredCharset(chunk_.stored_charset);
  if (chunk_.offset < raw_->position()) {
    return MakeStatus(absl::StatusCode::kInternal, file_.path,
                      "a chunk begins before the end of the one before");
  }
  const uint64_t gap = chunk_.offset - raw_->position();
  if (gap > kMaxGapBytes && chunk_.sequence > 0) {
    has_long_gap_ = true;
    return true;
  }
  TIKRAR_RETURN_IF_ERROR(raw_->Take(gap, &job->gap));
  TIKRAR_RETURN_IF_ERROR(raw_->Take(chunk_.bytes.size(), &job->raw));
  job->stored_charset = chunk_.stored_charset;
  if (job->stored_charset != Charset::kUtf8) {
    job->decoded = chunk_.bytes;
  } else if (job->raw != chunk_.bytes) {
    return MakeStatus(absl::StatusCode::kFailedPrecondition, file_.path,
                      absl::StrFormat("byte %d: was read differently the "
                                      "second time: it has changed",
                                      chunk_.offset));
  }
  job->is_first = chunk_.sequence == 0;
  job->has_fault = !chunk_.fault.empty();
  job->offset = chunk_.offset;
  job->header = chunk_.header;
  job->charset = chunk_.charset;
  after_fault_ = job->has_fault;
  job->chunk = std::move(chunk_);
  chunk_ = RawChunk();
  has_chunk_ = false;
  return true;
}

void InputPass::Parse(ChunkJob* job) const {
  job->pieces =
      SplitPieces(file_.format, job->bytes(), job->is_first, job->has_fault);
  job->batch = ParseChunk(file_, options_, std::move(job->chunk));
  job->chunk = RawChunk();
}

absl::Status InputPass::NextOfGap(std::string* raw) {
  raw->clear();
  has_long_gap_ = false;
  const uint64_t left = chunk_.offset - raw_->position();
  return raw_->Take(std::min<uint64_t>(left, kMaxRowRawBytes), raw);
}

absl::Status InputPass::NextOfRest(std::string* raw, bool* is_reject) {
  raw->clear();
  *is_reject = rest_is_reject_;
  return raw_->TakeRest(kMaxRowRawBytes, raw);
}

absl::Status InputPass::CheckFile(uint64_t bytes, uint64_t xxh3) const {
  TIKRAR_RETURN_IF_ERROR(CheckInputBytes(file_.path, chunks_->bytes_read(),
                                         chunks_->checksum(), bytes, xxh3));
  return CheckInputBytes(file_.path, raw_->stored_bytes(),
                         raw_->stored_checksum(), bytes, xxh3);
}

std::string InputPass::broken() const {
  const absl::Status& status = raw_->broken();
  return std::string(status.message().data(), status.message().size());
}

}  // namespace tikrar
