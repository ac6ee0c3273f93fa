// Layout: src/sketch/FORMAT.md.

#include "absl/strings/str_format.h"
#include "base/hash.h"
#include "base/status_macros.h"
#include "tikrar/sketch.h"

namespace tikrar {
namespace {

constexpr std::string_view kMagic = "TKSG";
constexpr uint8_t kVersion = 2;
constexpr size_t kHeaderBytes = 12;
constexpr size_t kChecksumBytes = 8;

// Little-endian, as everything in the format.
void PutUint(uint64_t value, size_t count, std::string* out) {
  for (size_t i = 0; i < count; ++i) {
    out->push_back(static_cast<char>(value >> (8 * i) & 0xFF));
  }
}

uint32_t GetUint(std::string_view bytes, size_t offset, size_t count) {
  uint32_t value = 0;
  for (size_t i = 0; i < count; ++i) {
    value |= static_cast<uint32_t>(static_cast<uint8_t>(bytes[offset + i]))
             << (8 * i);
  }
  return value;
}

uint64_t GetUint64(std::string_view bytes, size_t offset) {
  return GetUint(bytes, offset, 4) | uint64_t{GetUint(bytes, offset + 4, 4)}
                                         << 32;
}

absl::Status Corrupt(const char* field, uint64_t actual,
                     std::string_view expected) {
  return absl::DataLossError(absl::StrFormat("signature: %s is %d, expected %s",
                                             field, actual, expected));
}

// The fields behind the checksum's back: a writer's error, not the disk's.
absl::Status CheckFields(std::string_view bytes) {
  const uint32_t unit = GetUint(bytes, 5, 1);
  const uint32_t size = GetUint(bytes, 6, 1);
  const uint32_t profile = GetUint(bytes, 7, 1);
  const uint32_t count = GetUint(bytes, 8, 2);
  const uint32_t reserved = GetUint(bytes, 10, 2);
  if (unit != 1 && unit != 2) return Corrupt("shingle unit", unit, "1 or 2");
  if (size < 1 || size > 64) return Corrupt("shingle size", size, "1 to 64");
  if (profile > 2) return Corrupt("profile", profile, "0, 1 or 2");
  if (count < 8 || count > 1024 || count % 8 != 0) {
    return Corrupt("slot count", count, "a multiple of 8 from 8 to 1024");
  }
  if (reserved != 0) return Corrupt("reserved field", reserved, "0");
  return absl::OkStatus();
}

}  // namespace

std::string SerializeSignature(absl::Span<const uint32_t> signature,
                               const ShingleSpec& shingle, Profile profile) {
  std::string out(kMagic);
  out.push_back(static_cast<char>(kVersion));
  out.push_back(static_cast<char>(shingle.unit));
  out.push_back(static_cast<char>(shingle.size));
  out.push_back(static_cast<char>(profile));
  PutUint(signature.size(), 2, &out);
  PutUint(0, 2, &out);
  for (const uint32_t value : signature) PutUint(value, 4, &out);
  PutUint(HashBytes(out), 8, &out);
  return out;
}

absl::StatusOr<ParsedSignature> ParseSignature(std::string_view bytes) {
  if (bytes.size() < kHeaderBytes + kChecksumBytes) {
    return Corrupt(
        "size in bytes", bytes.size(),
        absl::StrFormat("at least %d", kHeaderBytes + kChecksumBytes));
  }
  if (bytes.substr(0, 4) != kMagic) {
    return absl::DataLossError(
        absl::StrFormat("signature: magic is %08x, expected %08x (%s)",
                        GetUint(bytes, 0, 4), GetUint(kMagic, 0, 4), kMagic));
  }
  if (GetUint(bytes, 4, 1) != kVersion) {
    return Corrupt("version", GetUint(bytes, 4, 1),
                   absl::StrFormat("%d", kVersion));
  }
  const uint32_t count = GetUint(bytes, 8, 2);
  const size_t expected_bytes =
      kHeaderBytes + count * sizeof(uint32_t) + kChecksumBytes;
  if (bytes.size() != expected_bytes) {
    return Corrupt("size in bytes", bytes.size(),
                   absl::StrFormat("%d", expected_bytes));
  }
  const std::string_view body = bytes.substr(0, bytes.size() - kChecksumBytes);
  const uint64_t stored = GetUint64(bytes, body.size());
  const uint64_t computed = HashBytes(body);
  if (stored != computed) {
    return absl::DataLossError(absl::StrFormat(
        "signature: checksum is %016x, expected %016x", stored, computed));
  }
  TIKRAR_RETURN_IF_ERROR(CheckFields(bytes));
  ParsedSignature parsed;
  parsed.shingle = {static_cast<ShingleUnit>(bytes[5]), bytes[6]};
  parsed.profile = static_cast<Profile>(bytes[7]);
  for (uint32_t i = 0; i < count; ++i) {
    parsed.values.push_back(GetUint(bytes, kHeaderBytes + 4 * i, 4));
  }
  return parsed;
}

}  // namespace tikrar
