import CHermetic
import Glibc

/// A Landlock ruleset of the kernel's.
struct LandlockRuleset: Sendable {
  private let file: Kept

  var descriptor: CInt { file.descriptor.number }

  /// Makes the ruleset that a plan describes.
  ///
  /// A file that is not there any more needs no grant.
  init(_ plan: LandlockPlan) throws(KernelError) {
    file = Kept(
      Descriptor(hermetic_landlock_ruleset(plan.handled.rawValue, 0, plan.scopes.rawValue)))
    guard descriptor >= 0 else { throw KernelError("a Landlock ruleset", errno) }
    for grant in plan.grants {
      let path = grant.path.isEmpty ? "/" : grant.path
      let file = unsafe Descriptor(open(path, Opening.path | O_CLOEXEC))
      guard file.number >= 0 else { continue }
      var error = hermetic_landlock_allow(descriptor, file.number, grant.rights.rawValue)
      // A file stands where a folder was.
      if error == EINVAL {
        let rights = grant.rights.intersection(.ofFiles)
        error =
          rights.isEmpty
          ? 0 : hermetic_landlock_allow(descriptor, file.number, rights.rawValue)
      }
      guard error == 0 else { throw KernelError("a Landlock rule on \(path)", error) }
    }
  }

  /// Puts it in force for this thread and all it starts, for good.
  func restrict() throws(KernelError) {
    let error = hermetic_landlock_restrict(descriptor)
    guard error == 0 else { throw KernelError("Landlock", error) }
  }
}

/// Why the kernel does not enforce what it was asked to.
package struct KernelError: Error, Hashable, CustomStringConvertible {
  package let subject: String
  package let errno: CInt

  init(_ subject: String, _ errno: CInt) {
    self.subject = subject
    self.errno = errno
  }

  /// What stands in the way, in words.
  init(_ subject: String) {
    self.subject = subject
    errno = 0
  }

  package var description: String {
    errno == 0
      ? subject
      : "the kernel rejects \(subject): \(unsafe String(cString: strerror(errno)).lowercased())"
  }
}
