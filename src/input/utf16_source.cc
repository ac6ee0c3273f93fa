#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/status_macros.h"
#include "input/byte_source.h"

namespace tikrar {
namespace {

class Utf16Source : public ByteSource {
 public:
  Utf16Source(std::unique_ptr<ByteSource> inner, std::string head,
              Charset charset)
      : inner_(std::move(inner)),
        charset_(charset),
        mark_(charset == Charset::kUtf16Le ? "\xFF\xFE" : "\xFE\xFF"),
        encoded_(std::move(head)) {
    if (encoded_.starts_with(mark_)) encoded_.erase(0, mark_.size());
  }

  absl::StatusOr<size_t> Read(char* out, size_t size) override;

 private:
  void Fill();
  size_t WholeBytes() const;

  std::unique_ptr<ByteSource> inner_;
  Charset charset_;
  std::string_view mark_;
  std::string encoded_;  // read, not yet decoded
  std::string decoded_;  // decoded, from served_ on not yet returned
  size_t served_ = 0;
  bool at_end_ = false;
  absl::Status error_;
};

absl::StatusOr<size_t> Utf16Source::Read(char* out, size_t size) {
  while (served_ == decoded_.size() && error_.ok() && !at_end_) Fill();
  if (served_ == decoded_.size() && !error_.ok()) return error_;
  const size_t count = std::min(size, decoded_.size() - served_);
  std::memcpy(out, decoded_.data() + served_, count);
  served_ += count;
  return count;
}

void Utf16Source::Fill() {
  const size_t held = encoded_.size();
  encoded_.resize(held + kSourceBlockBytes);
  const absl::StatusOr<size_t> count =
      inner_->Read(encoded_.data() + held, kSourceBlockBytes);
  encoded_.resize(held + count.value_or(0));
  error_ = count.status();
  at_end_ = count.ok() && *count == 0;
  const bool last = at_end_ || !error_.ok();
  const size_t whole = last ? encoded_.size() : WholeBytes();
  // Decode drops a byte order mark at the front: give it one of its own, so
  // that a mark inside the text, at the front of this piece, stays.
  std::string piece(mark_);
  piece.append(encoded_, 0, whole);
  encoded_.erase(0, whole);
  decoded_ = Decode(piece, charset_).text;
  served_ = 0;
}

// The bytes of encoded_ that do not end inside a character.
size_t Utf16Source::WholeBytes() const {
  const size_t whole = encoded_.size() & ~size_t{1};
  if (whole == 0) return 0;
  const size_t high_byte = charset_ == Charset::kUtf16Le ? 1 : 2;
  const auto lead =
      static_cast<unsigned char>(encoded_[whole - 2 + (high_byte & 1)]);
  const bool is_high_surrogate = lead >= 0xD8 && lead < 0xDC;
  return is_high_surrogate ? whole - 2 : whole;
}

}  // namespace

std::unique_ptr<ByteSource> MakeUtf16Source(std::unique_ptr<ByteSource> inner,
                                            std::string head, Charset charset) {
  return std::make_unique<Utf16Source>(std::move(inner), std::move(head),
                                       charset);
}

}  // namespace tikrar
