// The smallest program on the library: one text normalized, one folder
// scanned.

#include <cstdio>

#include "tikrar/scan.h"
#include "tikrar/text.h"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto normalizer = tikrar::Normalizer::Create({});
  if (!normalizer.ok()) return 3;
  tikrar::NormalizedText text;
  normalizer->Normalize("قَالَ «الوزير»", &text);
  std::printf("tokens %zu\n", text.tokens.size());

  const auto outcome = tikrar::Scan({argv[1]}, {}, nullptr);
  if (!outcome.ok()) {
    std::fprintf(stderr, "%s\n", outcome.status().ToString().c_str());
    return 3;
  }
  std::printf("documents %zu\nfamilies %zu\n", outcome->run.documents.size(),
              outcome->run.families.size());
  return 0;
}
