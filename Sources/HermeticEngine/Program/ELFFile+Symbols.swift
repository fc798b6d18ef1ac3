/// A symbol that an ELF file defines for others.
struct ExportedSymbol {
  let address: UInt64
  let size: UInt64
}

extension ELFFile {
  /// Looks a symbol up as the dynamic loader does, through the file's hash table.
  borrowing func export(_ name: String) -> ExportedSymbol? {
    if let table = dynamic.values(.gnuHash).first {
      return exportByGNUHash(name, table: table)
    }
    if let table = dynamic.values(.sysvHash).first {
      return exportBySysvHash(name, table: table)
    }
    return nil
  }

  /// The number an exported constant is initialised with.
  borrowing func constant(_ name: String) -> UInt64? {
    guard let symbol = export(name), symbol.size == 8 else { return nil }
    return dynamic.bytes(at: symbol.address, count: 8, in: content).number(at: 0, as: UInt64.self)
  }

  /// The names it expects other files to define; nil where there are too many to count.
  borrowing func imports(limit: Int = 4096) -> [String]? {
    guard let table = dynamic.values(.symbols).first, let count = importCount, count <= limit
    else { return nil }
    let symbols = dynamic.bytes(at: table, count: count * Self.symbolSize, in: content)
    var names: [String] = []
    for start in stride(from: 0, to: symbols.count, by: Self.symbolSize) {
      guard symbols.number(at: start + 6, as: UInt16.self) == 0,
        let index = symbols.number(at: start, as: UInt32.self), index != 0,
        let name = dynamic.string(at: UInt64(index), in: content)
      else { continue }
      names.append(name)
    }
    return names
  }

  private static var symbolSize: Int { 24 }

  /// How many symbols have to be read to see every undefined one.
  private var importCount: Int? {
    if let table = dynamic.values(.sysvHash).first {
      let header = dynamic.bytes(at: table, count: 8, in: content)
      return header.number(at: 4, as: UInt32.self).map { Int($0) }
    }
    guard let table = dynamic.values(.gnuHash).first else { return nil }
    let header = dynamic.bytes(at: table, count: 8, in: content)
    guard let first = header.number(at: 4, as: UInt32.self) else { return nil }
    if first > 1 { return Int(first) }
    // GNU ld writes 1 where nothing is exported; the names follow the symbols there.
    guard let symbols = dynamic.values(.symbols).first,
      let strings = dynamic.values(.strings).first, strings > symbols
    else { return nil }
    return Int(clamping: (strings - symbols) / UInt64(Self.symbolSize))
  }

  private borrowing func exportByGNUHash(_ name: String, table: UInt64) -> ExportedSymbol? {
    let header = dynamic.bytes(at: table, count: 16, in: content)
    guard let buckets = header.number(at: 0, as: UInt32.self), buckets > 0,
      let first = header.number(at: 4, as: UInt32.self),
      let bloomWords = header.number(at: 8, as: UInt32.self)
    else { return nil }
    let hash = name.utf8.reduce(UInt32(5381)) { $0 &* 33 &+ UInt32($1) }
    let bucketTable = 16 + UInt64(bloomWords) * 8
    let chainTable = bucketTable + UInt64(buckets) * 4
    guard
      var index = word(at: table, plus: bucketTable + UInt64(hash % buckets) * 4), index >= first
    else { return nil }
    for _ in 0..<Self.chainLimit {
      guard let link = word(at: table, plus: chainTable + UInt64(index - first) * 4) else {
        return nil
      }
      if link | 1 == hash | 1, let symbol = symbol(at: index, named: name) { return symbol }
      if link & 1 == 1 || index == .max { return nil }
      index += 1
    }
    return nil
  }

  private borrowing func exportBySysvHash(_ name: String, table: UInt64) -> ExportedSymbol? {
    guard let buckets = word(at: table, plus: 0), buckets > 0 else { return nil }
    let hash = name.utf8.reduce(UInt32(0)) { hash, byte in
      let next = hash << 4 &+ UInt32(byte)
      let high = next & 0xf000_0000
      return (next ^ high >> 24) & ~high
    }
    var index = word(at: table, plus: 8 + UInt64(hash % buckets) * 4)
    for _ in 0..<Self.chainLimit {
      guard let candidate = index, candidate != 0 else { return nil }
      if let symbol = symbol(at: candidate, named: name) { return symbol }
      index = word(at: table, plus: 8 + (UInt64(buckets) + UInt64(candidate)) * 4)
    }
    return nil
  }

  /// Chains hold a handful of symbols; a longer one is a loop or an attack.
  private static var chainLimit: Int { 1024 }

  private borrowing func word(at address: UInt64, plus distance: UInt64) -> UInt32? {
    dynamic.bytes(at: address, plus: distance, count: 4, in: content)
      .number(at: 0, as: UInt32.self)
  }

  private borrowing func symbol(at index: UInt32, named name: String) -> ExportedSymbol? {
    guard let table = dynamic.values(.symbols).first else { return nil }
    let distance = UInt64(index) * UInt64(Self.symbolSize)
    let entry = dynamic.bytes(at: table, plus: distance, count: Self.symbolSize, in: content)
    guard let nameIndex = entry.number(at: 0, as: UInt32.self),
      entry.number(at: 6, as: UInt16.self) != 0,
      dynamic.string(at: UInt64(nameIndex), in: content) == name,
      let address = entry.number(at: 8, as: UInt64.self),
      let size = entry.number(at: 16, as: UInt64.self)
    else { return nil }
    return ExportedSymbol(address: address, size: size)
  }
}
