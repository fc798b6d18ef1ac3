import CHermetic
import HermeticPolicy
import HermeticSession

/// What the run's policy lets code ask for, and whose code.
@safe
struct Ceiling {
  let state: UnsafeMutablePointer<EngineState>

  private var library: PythonLibrary { unsafe state.pointee.library }
  private var image: PolicyImage { unsafe state.pointee.session.image }

  /// Says what speaks against granting all that a policy allows, if anything does.
  func check(_ policy: Policy) throws(PolicyError) {
    let texts = image.grantables
    guard texts.contains(where: { $0.kind != Grantable.moduleKind }) else {
      throw PolicyError(
        .invalidValue, "permit",
        "needs a ceiling: --grantable KIND:VALUE, or [grantable] in the policy file")
    }
    if let refusalOfCaller { throw refusalOfCaller }
    let ceiling = self.grantables
    for wanted in Grantable.granted(by: policy, "") {
      guard ceiling.contains(where: { $0.covers(wanted.pattern, wanted.actions) }) else {
        throw PolicyError(
          .invalidValue, "\(wanted.pattern)",
          "is not grantable, as \(texts.map { "\($0.kind):\($0.text)" }.joined(separator: ", ")) is"
        )
      }
    }
  }

  /// What speaks against the code that asks, if anything does.
  var refusalOfCaller: PolicyError? {
    let modules = self.modules
    return modules.isEmpty || isCallerIn(modules) ? nil : refusal(naming: modules)
  }

  /// What speaks against a function's having what is granted: it must be one of the code that may ask.
  func refusal(of function: Borrowed) -> PolicyError? {
    let modules = self.modules
    if modules.isEmpty { return nil }
    let type = unsafe UnsafeMutableRawPointer(unsafe hermetic_type_of(function))
    if unsafe type == library.table.pointee.PyFunction_Type,
      let layout = unsafe state.pointee.standardLibrary,
      let code = unsafe library.attribute(function, "__code__")
    {
      let guards = unsafe ImportGuard(state: state)
      let isIn = unsafe Frames(library: library, layout: layout).entry(code.object) { entry in
        unsafe guards.isFile(entry.file, inAny: modules)
      }
      if isIn == true { return nil }
    }
    return refusal(naming: modules)
  }

  private var modules: [String] {
    image.grantables.filter { $0.kind == Grantable.moduleKind }.map(\.text)
  }

  private func refusal(naming modules: [String]) -> PolicyError {
    PolicyError(
      .invalidValue, "permit", "is for the code of \(modules.joined(separator: ", ")) alone")
  }

  private var grantables: [Grantable] {
    image.grantables.flatMap { kind, text, _ -> [Grantable] in
      guard let option = Grantable.kinds.first(where: { $0.name == kind })?.option else {
        return []
      }
      var policy = Policy()
      // It has been parsed before.
      guard (try? option.apply(to: &policy, values: [text])) != nil else { return [] }
      return Grantable.granted(by: policy, kind)
    }
  }

  /// Whether the innermost code outside the standard library is in one of some modules.
  private func isCallerIn(_ modules: [String]) -> Bool {
    guard let layout = unsafe state.pointee.standardLibrary else { return false }
    let guards = unsafe ImportGuard(state: state)
    var isIn = false
    _ = Frames(library: library, layout: layout).visit { entry in
      guard entry.owner == .other else { return false }
      isIn = unsafe guards.isFile(entry.file, inAny: modules)
      return true
    }
    return isIn
  }
}
