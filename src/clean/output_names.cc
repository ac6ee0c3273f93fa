#include "clean/output_names.h"

#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "clean/ledger.h"
#include "clean/manifest.h"

namespace tikrar {
namespace {

bool EndsWith(std::string_view name, std::string_view ending) {
  return absl::EndsWithIgnoreCase(
      absl::string_view(name.data(), name.size()),
      absl::string_view(ending.data(), ending.size()));
}

Compression Wanted(OutputCompression compress, Compression of_input) {
  switch (compress) {
    case OutputCompression::kAsInput:
      break;
    case OutputCompression::kNone:
      return Compression::kNone;
    case OutputCompression::kGzip:
      return Compression::kGzip;
    case OutputCompression::kZstd:
      return Compression::kZstd;
  }
  return of_input;
}

std::string_view EndingOf(Compression compression) {
  if (compression == Compression::kGzip) return ".gz";
  return compression == Compression::kZstd ? ".zst" : "";
}

}  // namespace

std::string OutputName::File(uint64_t shard) const {
  if (!is_sharded) return stem + ending;
  return absl::StrFormat("%s-%05d%s", stem, shard, ending);
}

OutputNames::OutputNames(OutputCompression compress, bool is_sharded)
    : compress_(compress), is_sharded_(is_sharded) {
  taken_.emplace(kLedgerFile);
  taken_.emplace(kManifestFile);
}

OutputName OutputNames::Add(std::string_view path, const InputFile& file) {
  OutputName name;
  name.compression = Wanted(compress_, file.compression);
  name.is_sharded = is_sharded_ && file.format != Format::kText;
  std::string_view packing;
  for (const std::string_view ending : {".gz", ".zst"}) {
    if (EndsWith(path, ending))
      packing = path.substr(path.size() - ending.size());
  }
  path.remove_suffix(packing.size());
  const size_t slash = path.rfind('/') + 1;
  const size_t dot = path.rfind('.');
  const size_t stem =
      dot == std::string_view::npos || dot < slash ? path.size() : dot;
  // An ending in capitals stays as it is where it still says what is so.
  if (name.compression != file.compression) {
    packing = EndingOf(name.compression);
  }
  name.ending = std::string(path.substr(stem)).append(packing);
  const std::string base(path.substr(0, stem));
  name.stem = base;
  for (int number = 2; !taken_.insert(name.File(0)).second; ++number) {
    name.stem = absl::StrFormat("%s~%d", base, number);
  }
  return name;
}

bool IsPathBelow(std::string_view path) {
  if (path.empty() || path.find('\0') != std::string_view::npos) return false;
  for (;;) {
    const size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    if (part.empty() || part == "." || part == "..") return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace tikrar
