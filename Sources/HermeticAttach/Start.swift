private import CHermetic
private import CInterposition
private import Glibc
private import HermeticEngine

private typealias Start =
  @convention(c) (
    OpaquePointer?, CInt, Attachment.Strings, OpaquePointer?, OpaquePointer?, OpaquePointer?,
    OpaquePointer?
  ) -> CInt

/// What a program's first instructions call (Linux Standard Base, `__libc_start_main`), once every library is
/// ready: the loader finds this definition before libc's.
///
/// A constructor would be too early. Those of the Swift library come after it, and seed its hashing: a set
/// made before would not find its own elements.
@c(__libc_start_main)
public func start(
  _ main: OpaquePointer?, _ count: CInt,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>, _ begin: OpaquePointer?,
  _ end: OpaquePointer?, _ loaderEnd: OpaquePointer?, _ stack: OpaquePointer?
) -> CInt {
  hermetic_interpose()
  // SAFETY: the kernel lays the environment out behind the arguments and their null pointer.
  unsafe Attachment.begin(arguments, arguments + Int(count) + 1)
  // RTLD_NEXT: libc's own.
  guard let next = unsafe dlsym(UnsafeMutableRawPointer(bitPattern: -1), "__libc_start_main") else {
    hermetic_exit_now(125)
  }
  // SAFETY: all definitions of this symbol have the one type.
  return unsafe unsafeBitCast(next, to: Start.self)(
    main, count, arguments, begin, end, loaderEnd, stack)
}
