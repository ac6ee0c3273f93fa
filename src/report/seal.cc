#include "report/seal.h"

#include "absl/strings/str_format.h"
#include "base/hash.h"
#include "base/status_macros.h"

namespace tikrar {
namespace {

constexpr std::string_view kSeal = ",\"seal\":\"";
constexpr std::string_view kEnd = "\"}\n";
constexpr size_t kSealBytes = kSeal.size() + 16 + kEnd.size();

// Quotes inside of strings are escaped: these are keys of the object.
constexpr std::string_view kTiming = ",\"timing\":";
constexpr std::string_view kBehindPeak = ",\"replacements\":";

uint64_t Checksum(std::string_view json) {
  const size_t begin = json.find(kTiming);
  const size_t end = json.find(kBehindPeak);
  if (begin == std::string_view::npos || end == std::string_view::npos ||
      begin > end) {
    return HashBytes(json);
  }
  return HashBytes(json.substr(end), HashBytes(json.substr(0, begin)));
}

}  // namespace

std::string HexDigits(uint64_t value) {
  return absl::StrFormat("%016x", value);
}

std::string SealOf(uint64_t checksum) {
  return std::string(kSeal) + HexDigits(checksum) + std::string(kEnd);
}

void Seal(std::string* json) { *json += SealOf(Checksum(*json)); }

absl::Status CheckSeal(std::string_view where, std::string_view bytes) {
  if (bytes.size() < kSealBytes) return absl::OkStatus();
  const size_t size = bytes.size() - kSealBytes;
  const std::string_view seal = bytes.substr(size);
  if (!seal.starts_with(kSeal) || !seal.ends_with(kEnd)) {
    return absl::OkStatus();
  }
  const std::string expected = SealOf(Checksum(bytes.substr(0, size)));
  if (seal == expected) return absl::OkStatus();
  return MakeStatus(
      absl::StatusCode::kDataLoss, where,
      absl::StrFormat("byte %d: \"seal\": is '%s', expected '%s' of the bytes "
                      "before: the file has been changed",
                      size, seal.substr(kSeal.size(), 16),
                      expected.substr(kSeal.size(), 16)));
}

}  // namespace tikrar
