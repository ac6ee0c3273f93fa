#include "pipeline/sketcher.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/status_macros.h"
#include "pipeline/quotation_needles.h"
#include "sketch/hash_set.h"
#include "sketch/shingle.h"

namespace tikrar {
namespace {

absl::Status CheckShare(const char* name, double value) {
  if (value > 0 && value <= 1) return absl::OkStatus();
  return absl::InvalidArgumentError(std::string(name) + ": is " +
                                    std::to_string(value) +
                                    ", expected more than 0 and at most 1");
}

absl::Status CheckOptions(const ScanOptions& options) {
  TIKRAR_RETURN_IF_ERROR(CheckShare("threshold", options.threshold));
  TIKRAR_RETURN_IF_ERROR(CheckShare("containment", options.containment));
  if (!(options.target_recall > 0 && options.target_recall < 1)) {
    return absl::InvalidArgumentError("target-recall: is " +
                                      std::to_string(options.target_recall) +
                                      ", expected between 0 and 1");
  }
  if (options.simhash_distance < 0 || options.simhash_distance > 16) {
    return absl::InvalidArgumentError("simhash-distance: is " +
                                      std::to_string(options.simhash_distance) +
                                      ", expected 0 to 16");
  }
  if (options.min_passage_words < 4 || options.min_passage_words > 64) {
    return absl::InvalidArgumentError(
        "min-passage: is " + std::to_string(options.min_passage_words) +
        ", expected 4 to 64");
  }
  if (options.min_quote_words < 1) {
    return absl::InvalidArgumentError("min-quote: expected at least 1");
  }
  if (!options.find_documents && !options.find_blocks &&
      !options.find_passages) {
    return absl::InvalidArgumentError(
        "find: is empty, expected documents, blocks or passages");
  }
  return absl::OkStatus();
}

size_t CountLetters(std::string_view utf8) {
  return static_cast<size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
      }));
}

bool HoldsLetterOrDigit(const NormalizedText& text, size_t first) {
  return std::any_of(
      text.tokens.begin() + static_cast<ptrdiff_t>(first), text.tokens.end(),
      [](const Token& token) { return token.kind != TokenKind::kSymbol; });
}

}  // namespace

absl::StatusOr<ScanPlan> ScanPlan::Create(const ScanOptions& options) {
  TIKRAR_RETURN_IF_ERROR(CheckOptions(options));
  TIKRAR_ASSIGN_OR_RETURN(Normalizer normalizer,
                          Normalizer::Create({.profile = options.profile}));
  TIKRAR_ASSIGN_OR_RETURN(
      MinHasher hasher, MinHasher::Create({.num_hashes = options.num_hashes}));
  TIKRAR_ASSIGN_OR_RETURN(Banding banding,
                          ChooseBanding(options.num_hashes, options.threshold,
                                        options.target_recall));
  return ScanPlan{.options = options,
                  .normalizer = std::move(normalizer),
                  .judge = Judge({.threshold = options.threshold,
                                  .containment = options.containment,
                                  .shingle = options.shingle}),
                  .hasher = std::move(hasher),
                  .banding = banding};
}

void Sketcher::Normalize(const Document& document,
                         absl::Span<const TextRange> cuts) {
  text_.Clear();
  pieces_.clear();
  const TextRange all = {0, static_cast<uint32_t>(document.text.size())};
  SplitContent(document.text, all, cuts, &lines_, &parts_);
  for (size_t i = 0; i < parts_.size();) {
    Piece piece;
    piece.source = parts_[i].range;
    piece.token_begin = static_cast<uint32_t>(text_.tokens.size());
    const uint32_t line = parts_[i].line;
    for (; i < parts_.size() && parts_[i].line == line; ++i) {
      const TextRange& part = parts_[i].range;
      plan_.normalizer.Append(part.In(document.text), part.begin, &text_);
      piece.source.end = part.end;
    }
    piece.token_end = static_cast<uint32_t>(text_.tokens.size());
    if (HoldsLetterOrDigit(text_, piece.token_begin)) pieces_.push_back(piece);
  }
}

// The whole text, or from the first to the last of what no cut covers.
TextRange Sketcher::ContentRange(const Document& document,
                                 absl::Span<const TextRange> cuts) const {
  if (cuts.empty() || parts_.empty()) {
    return {0, static_cast<uint32_t>(document.text.size())};
  }
  return {parts_.front().range.begin, parts_.back().range.end};
}

std::string_view Sketcher::CompactOf(const Piece& piece) const {
  if (piece.token_begin == piece.token_end) return {};
  const uint32_t begin = text_.tokens[piece.token_begin].begin;
  return std::string_view(text_.compact)
      .substr(begin, text_.tokens[piece.token_end - 1].end - begin);
}

// Token hashes and main shingles of the whole document, and where
// each piece has its shingles.
void Sketcher::HashAll() {
  HashShingles();
  // A last block of less than a shingle begins behind the last shingle.
  const uint32_t all = static_cast<uint32_t>(shingles_.size());
  for (Piece& piece : pieces_) {
    piece.shingle_begin = std::min(piece.shingle_begin, all);
    piece.shingle_end = std::min(piece.shingle_end, all);
  }
}

void Sketcher::HashShingles() {
  HashTokens(text_, 0, text_.tokens.size(), &tokens_);
  const ShingleSpec& spec = plan_.judge.main_shingle();
  const uint32_t size = static_cast<uint32_t>(spec.size);
  shingles_.clear();
  if (spec.unit == ShingleUnit::kWord) {
    HashWordShingles(tokens_.data(), tokens_.size(), spec.size, &shingles_);
    for (Piece& piece : pieces_) {
      piece.shingle_begin = piece.token_begin;
      piece.shingle_end =
          std::max(piece.token_begin + size - 1, piece.token_end) - (size - 1);
    }
    return;
  }
  DecodeLetters(text_.compact, &letters_);
  HashLetterShingles(letters_.data(), letters_.size(), spec.size, &shingles_);
  size_t byte = 0;
  size_t letter = 0;
  for (Piece& piece : pieces_) {
    const uint32_t begin = text_.tokens[piece.token_begin].begin;
    const std::string_view all = text_.compact;
    letter += CountLetters(all.substr(byte, begin - byte));
    const std::string_view own = CompactOf(piece);
    const size_t count = CountLetters(own);
    piece.shingle_begin = static_cast<uint32_t>(letter);
    piece.shingle_end = static_cast<uint32_t>(
        letter + (count + 1 > size ? count + 1 - size : 0));
    letter += count;
    byte = begin + own.size();
  }
}

Hash128 Sketcher::ExactHash(const Piece& piece) const {
  // Equality is of the stream that the shingles are of. (By letters, texts of
  // the same letters and unequal numbers of tokens have one hash; they are
  // collapsed only if the numbers are equal too, else they are a pair with
  // Jaccard 1.)
  if (plan_.judge.main_shingle().unit == ShingleUnit::kWord) {
    return HashBytes128(
        {reinterpret_cast<const char*>(tokens_.data() + piece.token_begin),
         (piece.token_end - piece.token_begin) * sizeof(uint64_t)},
        kExactSeed);
  }
  return HashBytes128(CompactOf(piece), kExactSeed);
}

void Sketcher::AppendKeys(const std::vector<uint32_t>& signature,
                          KeyTable* keys) {
  row_.resize(plan_.key_stride());
  BandKeys(signature, plan_.banding, absl::MakeSpan(row_));
  keys->AppendRow(row_);
}

void Sketcher::SketchShingles(uint32_t begin, uint32_t end,
                              std::vector<uint32_t>* signature) {
  plan_.hasher.Update(
      absl::MakeConstSpan(shingles_).subspan(begin, end - begin),
      absl::MakeSpan(*signature));
}

void Sketcher::AddShortKeys(const Piece& piece, ItemTable* table) {
  const uint32_t count = piece.token_end - piece.token_begin;
  short_shingles_.clear();
  if (plan_.judge.NeedsShortSets(count,
                                 piece.shingle_end - piece.shingle_begin)) {
    std::vector<char32_t>& letters = letters_;
    DecodeLetters(CompactOf(piece), &letters);
    HashLetterShingles(letters.data(), letters.size(), ShortShingle().size,
                       &short_shingles_);
  }
  if (short_shingles_.empty()) {
    table->short_row.push_back(kNoKeys);
    return;
  }
  table->short_row.push_back(static_cast<uint32_t>(table->short_keys.rows()));
  if (plan_.options.engine == Engine::kSimHash) {
    table->short_keys.AppendRow({SimHash64(short_shingles_)});
    return;
  }
  plan_.hasher.Sketch(short_shingles_, absl::MakeSpan(signature_));
  const size_t bands = plan_.key_stride();
  row_.resize(bands + OneBitWords(signature_.size()));
  const absl::Span<uint64_t> row = absl::MakeSpan(row_);
  BandKeys(signature_, plan_.banding, row.first(bands));
  OneBits(signature_, row.subspan(bands));
  table->short_keys.AppendRow(row_);
}

void Sketcher::AddItem(const Piece& piece, uint32_t doc, uint64_t token_base,
                       ItemTable* table) {
  const uint32_t count = piece.token_end - piece.token_begin;
  if (piece.shingle_begin == piece.shingle_end) {
    table->main_row.push_back(kNoKeys);
  } else {
    table->main_row.push_back(static_cast<uint32_t>(table->main_keys.rows()));
    if (plan_.options.engine == Engine::kSimHash) {
      table->main_keys.AppendRow(
          {SimHash64(absl::MakeConstSpan(shingles_).subspan(
              piece.shingle_begin, piece.shingle_end - piece.shingle_begin))});
    } else {
      AppendKeys(signature_, &table->main_keys);
    }
  }
  AddShortKeys(piece, table);
  table->items.push_back({.exact = ExactHash(piece),
                          .doc = doc,
                          .range = piece.source,
                          .token_count = count,
                          .token_begin = token_base + piece.token_begin});
}

void Sketcher::AppendTokens(SketchedDocuments* out) const {
  for (size_t i = 0; i < tokens_.size(); ++i) {
    out->tokens.push_back(TokenNumber(tokens_[i], text_.tokens[i].kind));
  }
}

void Sketcher::Add(const Document& document, uint32_t doc,
                   absl::Span<const TextRange> cuts, SketchedDocuments* out) {
  const auto start = std::chrono::steady_clock::now();
  Normalize(document, cuts);
  const TextRange content = ContentRange(document, cuts);
  normalize_seconds_ +=
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
          .count();
  HashAll();
  AddBlocks(content, doc, out);
  if (plan_.options.find_passages) {
    needles_.clear();
    AppendQuotationNeedles(document.text, doc, text_.tokens, &needles_);
    out->needles.insert(out->needles.end(), needles_.begin(), needles_.end());
  }
}

// The document too: its shingles are those of its blocks and those that cross
// from one to the next, so that every shingle is sketched once.
void Sketcher::AddBlocks(TextRange content, uint32_t doc,
                         SketchedDocuments* out) {
  const uint64_t token_base = out->tokens.size();
  AppendTokens(out);
  for (const Piece& piece : pieces_) {
    out->block_rows.push_back(
        {piece.source, piece.token_begin, piece.token_end});
  }
  out->block_ends.push_back(out->block_rows.size());
  const size_t slots = static_cast<size_t>(plan_.hasher.num_hashes());
  const bool minhash = plan_.options.engine == Engine::kMinHash;
  document_signature_.assign(slots, MinHasher::kEmpty);
  uint32_t sketched = 0;
  for (const Piece& piece : pieces_) {
    signature_.assign(slots, MinHasher::kEmpty);
    if (minhash) {
      SketchShingles(piece.shingle_begin, piece.shingle_end, &signature_);
      MinHasher::Merge(signature_, absl::MakeSpan(document_signature_));
      if (piece.shingle_begin > sketched) {
        SketchShingles(sketched, piece.shingle_begin, &document_signature_);
      }
      sketched = std::max(sketched, piece.shingle_end);
    }
    if (plan_.options.find_blocks)
      AddItem(piece, doc, token_base, &out->blocks);
  }
  const uint32_t all = static_cast<uint32_t>(shingles_.size());
  if (minhash && sketched < all) {
    SketchShingles(sketched, all, &document_signature_);
  }
  signature_ = document_signature_;
  AddItem({content, 0, static_cast<uint32_t>(text_.tokens.size()), 0, all}, doc,
          token_base, &out->documents);
}

void SetBuilder::Build(std::string_view document_text, TextRange range,
                       absl::Span<const TextRange> cuts, ItemSets* sets) {
  const NormalizedText& text = reader_.Read(document_text, range, cuts);
  sets->token_count = static_cast<uint32_t>(text.tokens.size());
  HashShingles(text, plan_.judge.main_shingle(), &sets->shingles);
  SortUniqueHashes(&sets->shingles, &scratch_);
  sets->letters.clear();
  sets->tokens.clear();
  if (!plan_.judge.NeedsShortSets(sets->token_count, sets->shingles.size())) {
    return;
  }
  HashShingles(text, ShortShingle(), &sets->letters);
  SortUniqueHashes(&sets->letters, &scratch_);
  HashTokens(text, 0, text.tokens.size(), &sets->tokens);
}

}  // namespace tikrar
