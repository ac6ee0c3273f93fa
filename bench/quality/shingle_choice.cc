// Which shingle finds what, and at what price: the measurement behind
// DefaultShingle, ShortShingle and kShortItemWords. See README.md.
//
//   shingle_choice INPUT.jsonl short|long [SAMPLES.tsv]
//
// SAMPLES gets random pairs that a candidate accepts, for reading.

#include "shingle_choice.h"

#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string_view>

#include "tikrar/input.h"

namespace tikrar::choice {

std::vector<std::string> SplitWords(const std::string& tokens) {
  std::istringstream stream(tokens);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

Shingles Shingler::Make(const ShingleSpec& spec) const {
  Shingles shingles;
  HashShingles(text_, spec, &shingles);
  std::sort(shingles.begin(), shingles.end());
  shingles.erase(std::unique(shingles.begin(), shingles.end()), shingles.end());
  return shingles;
}

void PairSample::Offer(TextPair pair) {
  ++offered_;
  if (kept_.size() < kKept) {
    kept_.push_back(pair);
    return;
  }
  const size_t slot = Below(offered_, &random_);
  if (slot < kKept) kept_[slot] = pair;
}

void PairSample::Print(const std::vector<Text>& texts, std::FILE* file) const {
  if (file == nullptr) return;
  std::fprintf(file, "## %s: %zu of %llu\n", name_.c_str(), kept_.size(),
               static_cast<unsigned long long>(offered_));
  for (const auto& [a, b] : kept_) {
    std::fprintf(file, "%s\n%s\n\n", texts[a].tokens.c_str(),
                 texts[b].tokens.c_str());
  }
}

namespace {

class Reader {
 public:
  explicit Reader(const Normalizer& normalizer) : normalizer_(normalizer) {}

  // The titles and blocks of a document. A text that was read before (equal
  // letters) is left out: equal texts are found by any shingle.
  void Add(const Document& document) {
    source_ =
        sources_.try_emplace(std::string(document.source), sources_.size())
            .first->second;
    ++documents_;
    AddText(document.title, true);
    std::vector<TextRange> blocks;
    SplitBlocks(document.text, &blocks);
    for (const TextRange& block : blocks) {
      AddText(block.In(document.text), false);
    }
  }

  const std::vector<Text>& texts() const { return texts_; }

 private:
  void AddText(std::string_view raw, bool title) {
    normalizer_.Normalize(raw, &text_);
    if (text_.tokens.size() < 5 || !seen_.insert(text_.compact).second) return;
    texts_.push_back({text_.Joined(),
                      static_cast<uint32_t>(text_.tokens.size()), source_,
                      documents_, title});
  }

  const Normalizer& normalizer_;
  NormalizedText text_;
  std::map<std::string, uint32_t> sources_;
  std::set<std::string> seen_;
  std::vector<Text> texts_;
  uint32_t source_ = 0;
  uint32_t documents_ = 0;
};

absl::Status ReadAll(const std::string& path, Reader* reader) {
  const InputOptions options;
  const absl::StatusOr<InputList> list = ListInputs({path});
  if (!list.ok()) return list.status();
  for (const InputFile& file : list->files) {
    absl::StatusOr<std::unique_ptr<ChunkReader>> chunks =
        ChunkReader::Open(file, 0, options);
    if (!chunks.ok()) return chunks.status();
    while (true) {
      RawChunk chunk;
      const absl::StatusOr<bool> more = (*chunks)->Next(&chunk);
      if (!more.ok()) return more.status();
      if (!*more) break;
      const DocumentBatch batch = ParseChunk(file, options, std::move(chunk));
      for (const Document& document : batch.documents) reader->Add(document);
    }
  }
  return absl::OkStatus();
}

int Run(int argc, char** argv) {
  const std::string_view part = argc < 3 ? "" : argv[2];
  if (part != "short" && part != "long") {
    std::cerr << "usage: shingle_choice INPUT.jsonl short|long [SAMPLES]\n";
    return 2;
  }
  const absl::StatusOr<Normalizer> normalizer = Normalizer::Create({});
  Reader reader(*normalizer);
  const absl::Status status = ReadAll(argv[1], &reader);
  if (!status.ok()) {
    std::cerr << status.message() << "\n";
    return 3;
  }
  if (part == "long") {
    MeasureLong(reader.texts(), *normalizer);
    return 0;
  }
  std::FILE* samples = argc < 4 ? nullptr : std::fopen(argv[3], "w");
  MeasureShort(reader.texts(), *normalizer, samples);
  if (samples != nullptr) std::fclose(samples);
  return 0;
}

}  // namespace
}  // namespace tikrar::choice

int main(int argc, char** argv) { return tikrar::choice::Run(argc, argv); }
