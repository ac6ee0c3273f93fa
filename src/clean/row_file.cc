#include "clean/row_file.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"

namespace tikrar {
namespace {

// simdjson's limit; no row of a run is near it.
constexpr size_t kMaxRowBytes = size_t{0xFFFFFFFF} - 64;

}  // namespace

absl::StatusOr<RowFile> RowFile::Open(const std::string& path) {
  TIKRAR_ASSIGN_OR_RETURN(OpenedSource opened,
                          OpenSource(path, Compression::kNone));
  return RowFile(path, std::move(opened.content));
}

absl::Status RowFile::Skip(uint64_t offset) {
  std::string block(kSourceBlockBytes, '\0');
  for (uint64_t left = offset; left > 0;) {
    TIKRAR_ASSIGN_OR_RETURN(
        const size_t count,
        source_->Read(block.data(), std::min<uint64_t>(left, block.size())));
    if (count == 0) {
      return MakeStatus(absl::StatusCode::kDataLoss, name_,
                        absl::StrFormat("has %d bytes, expected %d at least",
                                        offset - left, offset));
    }
    left -= count;
  }
  end_ = offset;
  return absl::OkStatus();
}

absl::StatusOr<bool> RowFile::ReadLine() {
  size_t searched = 0;
  for (;;) {
    const std::string_view rest = std::string_view(buffer_).substr(begin_);
    const size_t line_end = rest.find('\n', searched);
    if (line_end != std::string_view::npos || (at_end_ && !rest.empty())) {
      const size_t size = std::min(line_end, rest.size());
      line_ = rest.substr(0, size);
      const size_t taken = std::min(size + 1, rest.size());
      begin_ += taken;
      offset_ = end_;
      end_ += taken;
      return true;
    }
    if (at_end_) return false;
    searched = rest.size();
    if (searched > kMaxRowBytes) {
      return MakeStatus(absl::StatusCode::kDataLoss, name_,
                        absl::StrFormat("byte %d: a row of more than %d bytes",
                                        end_, kMaxRowBytes));
    }
    buffer_.erase(0, begin_);
    begin_ = 0;
    const size_t held = buffer_.size();
    buffer_.resize(held + kSourceBlockBytes);
    const absl::StatusOr<size_t> count =
        source_->Read(buffer_.data() + held, kSourceBlockBytes);
    buffer_.resize(held + count.value_or(0));
    if (!count.ok()) return count.status();
    at_end_ = *count == 0;
  }
}

absl::StatusOr<bool> RowFile::Next() {
  do {
    TIKRAR_ASSIGN_OR_RETURN(const bool has_line, ReadLine());
    if (!has_line) return false;
    ++rows_;
  } while (line_.find_first_not_of(" \t\r") == std::string_view::npos);
  where_ = absl::StrFormat("%s: row %d at byte %d", name_, rows_ - 1, offset_);
  simdjson::dom::element root;
  const simdjson::error_code error =
      parser_->parse(line_.data(), line_.size()).get(root);
  simdjson::dom::object object;
  if (error != simdjson::SUCCESS || root.get(object) != simdjson::SUCCESS) {
    return MakeStatus(absl::StatusCode::kDataLoss, where_,
                      "is damaged, expected a json object");
  }
  row_ = JsonRow(where_, object);
  return true;
}

}  // namespace tikrar
