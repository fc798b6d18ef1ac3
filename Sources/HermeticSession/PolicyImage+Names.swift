package import HermeticPolicy

extension PolicyImage {
  /// Decides on something that rules know by its exact name.
  func decide(
    _ action: Action, on name: UnsafeBufferPointer<UInt8>, as kind: UInt8
  ) -> Verdict {
    weigh(action) { layer in
      var balance = Balance()
      let refusal = unsafe layer.forEachRule(
        action, of: kind, Layout.hash(name), name, name.count
      ) { slot in
        let (effect, rule) = layer.effect(slot)
        return balance.add(effect, rule)
      }
      return refusal ?? layer.verdict(balance, action)
    }
  }

  /// Decides on what an installed package wants, by the package's normalised name.
  package func decide(_ action: Action, byPackage name: String) -> Verdict {
    var name = name
    return name.withUTF8 { unsafe decide(action, on: $0, as: Layout.packageKind) }
  }

  /// Whether any rule names a package.
  package var hasPackageRules: Bool { named & 1 != 0 }
  /// Whether any rule refuses reading files by a glob.
  package var refusesGlobs: Bool { named & 4 != 0 }
  /// Whether any rule refuses files but the memory of processes.
  package var refusesFiles: Bool { named & 8 != 0 }
  /// Whether any rule names a program.
  package var hasCommandRules: Bool { named & 2 != 0 }

  /// Whether grants are for some modules alone.
  package var namesGrantors: Bool { named & 16 != 0 }
  /// Whether it matters by which modules others are asked for.
  package var namesImporters: Bool { canRefuse(.importModule) || namesGrantors }

  /// What the run's policy makes grantable: kinds, patterns, and where they were written.
  package var grantables: [(kind: String, text: String, origin: String)] {
    let root = root
    return (0..<Int(root.word(Layout.grantableCount))).compactMap { index in
      let text = unsafe String(
        decoding: root.text(Int(root.word(Layout.grantables)) + 8 * index), as: UTF8.self)
      let parts = text.split(separator: "\0", maxSplits: 2, omittingEmptySubsequences: false)
        .map(String.init)
      return parts.count == 3 ? (parts[0], parts[1], parts[2]) : nil
    }
  }

  private var named: UInt32 {
    let own = layers.reduce(UInt32(0)) { $0 | $1.word(Layout.named) }
    return unsafe root.grants == nil
      ? own : grantedPolicies.reduce(own) { $0 | $1.word(Layout.named) }
  }

  /// Decides on a part of the interpreter.
  package func decide(_ action: Action, onPart name: String) -> Verdict {
    var name = name
    return name.withUTF8 { unsafe decide(action, on: $0, as: Layout.partKind) }
  }

  /// Decides on a variable of the environment.
  package func decide(_ action: Action, onVariable name: UnsafeBufferPointer<UInt8>) -> Verdict {
    weigh(action) { unsafe $0.decideAlone(action, onVariable: name) }
  }

  private func decideAlone(
    _ action: Action, onVariable name: UnsafeBufferPointer<UInt8>
  ) -> Verdict {
    var balance = Balance()
    var hash = Layout.hashSeed
    for index in 0...name.count {
      let settled = unsafe forEachRule(
        action, of: Layout.variablesKind, Layout.finish(hash), name, index
      ) { slot in
        guard unsafe matchesWildcard(slot + Layout.second, name, from: index) else { return nil }
        let (effect, rule) = effect(slot)
        return balance.add(effect, rule)
      }
      if let settled { return settled }
      if index < name.count { hash = unsafe Layout.mix(hash, name[index]) }
    }
    let settled = unsafe forEachRule(
      action, of: Layout.variableKind, Layout.finish(hash), name, name.count
    ) { slot in
      let (effect, rule) = effect(slot)
      return balance.add(effect, rule)
    }
    return settled ?? verdict(balance, action)
  }

  /// Visits this layer's rules on a dotted module name and on what it is below, with each rule's effect and
  /// the importer that it is for, if any; until the visitor answers true.
  package func forEachModuleRule(
    _ name: UnsafeBufferPointer<UInt8>,
    _ body: (Rule.Effect, Verdict, UnsafeRawBufferPointer) -> Bool
  ) {
    var hash = Layout.hashSeed
    for index in 0...name.count {
      if unsafe index == name.count || name[index] == 0x2e {
        let settled = unsafe forEachRule(
          .importModule, of: Layout.moduleKind, Layout.finish(hash), name, index
        ) { slot in
          let (effect, rule) = effect(slot)
          guard let effect = Rule.Effect(rawValue: effect) else { return nil }
          return unsafe body(effect, rule, text(slot + Layout.second)) ? rule : nil
        }
        if settled != nil { return }
      }
      if index < name.count { hash = unsafe Layout.mix(hash, name[index]) }
    }
  }

  /// The packages whose asking for a module some rule allows.
  package var importers: Set<String> {
    let grantors = grantables.filter { $0.kind == Grantable.moduleKind }
      .compactMap { $0.text.split(separator: ".").first.map(String.init) }
    return layers.reduce(into: Set(grantors)) { $0.formUnion($1.ownImporters) }
  }

  private var ownImporters: Set<String> {
    var found: Set<String> = []
    for index in 0...Int(word(Layout.ruleMask)) {
      let offset = Int(word(Layout.rules)) + Layout.ruleSlotSize * index
      guard word(offset) != 0, byte(offset + Layout.kind) == Layout.moduleKind else { continue }
      let importer = unsafe String(decoding: text(offset + Layout.second), as: UTF8.self)
      if let package = importer.split(separator: ".").first { found.insert(String(package)) }
    }
    return found
  }

  /// Decides on a program by its path; `isArgument` says whether the argument with an index, the first
  /// being 1, is a text.
  ///
  /// Null bytes separate the arguments that a rule asks for.
  package func decide(
    onCommand path: UnsafeBufferPointer<UInt8>,
    isArgument: (Int, UnsafeRawBufferPointer) -> Bool
  ) -> Verdict {
    weigh(.spawn) { unsafe $0.decideAlone(onCommand: path, isArgument: isArgument) }
  }

  private func decideAlone(
    onCommand path: UnsafeBufferPointer<UInt8>,
    isArgument: (Int, UnsafeRawBufferPointer) -> Bool
  ) -> Verdict {
    var balance = Balance()
    let refusal = unsafe forEachRule(
      .spawn, of: Layout.commandKind, Layout.hash(path), path, path.count
    ) { slot in
      let wanted = unsafe text(slot + Layout.second)
      var (start, index) = (0, 1)
      while start < wanted.count {
        var end = start
        while unsafe end < wanted.count && wanted[end] != 0 { end += 1 }
        let word = unsafe UnsafeRawBufferPointer(rebasing: wanted[start..<end])
        guard unsafe isArgument(index, word) else { return nil }
        (start, index) = (end + 1, index + 1)
      }
      let (effect, rule) = effect(slot)
      return balance.add(effect, rule)
    }
    return refusal ?? verdict(balance, .spawn)
  }

  /// Visits the rules of a kind whose key is the first `length` bytes of a text, until one settles the
  /// matter.
  func forEachRule(
    _ action: Action, of kind: UInt8, _ hash: UInt32, _ text: UnsafeBufferPointer<UInt8>,
    _ length: Int, _ body: (Int) -> Verdict?
  ) -> Verdict? {
    var slot = firstSlot(hash)
    while let offset = slot.next(self) {
      guard word(offset) == hash, byte(offset + Layout.kind) == kind,
        Int(word(offset + Layout.key + 4)) == length,
        word(offset + Layout.actions) & 1 << UInt32(action.rawValue) != 0
      else { continue }
      let key = Int(word(offset + Layout.key))
      var isSame = true
      for index in 0..<length where unsafe text[index] != byte(key + index) {
        isSame = false
        break
      }
      guard isSame else { continue }
      if let settled = body(offset) { return settled }
    }
    return nil
  }

  /// A text that a slot points at.
  func text(_ offset: Int) -> UnsafeRawBufferPointer {
    // SAFETY: the compiler of the image wrote offset and length of text that lies inside it.
    unsafe UnsafeRawBufferPointer(start: base + Int(word(offset)), count: Int(word(offset + 4)))
  }

  /// Whether a text from an index on is what a pattern with `*` stands for.
  private func matchesWildcard(
    _ offset: Int, _ text: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Bool {
    let pattern = unsafe self.text(offset)
    var (at, position) = (start, 0)
    var (retryAt, retryPosition) = (-1, -1)
    while at < text.count {
      if unsafe position < pattern.count && pattern[position] == 0x2a {
        (retryAt, retryPosition) = (at, position)
        position += 1
      } else if unsafe position < pattern.count && pattern[position] == text[at] {
        (at, position) = (at + 1, position + 1)
      } else if retryPosition >= 0 {
        retryAt += 1
        (at, position) = (retryAt, retryPosition + 1)
      } else {
        return false
      }
    }
    while unsafe position < pattern.count && pattern[position] == 0x2a { position += 1 }
    return position == pattern.count
  }
}
