import ArgumentParser
import HermeticEngine

/// The flags that say what part the kernel has.
struct KernelFlags: ParsableArguments {
  @Flag(
    help:
      "Do not run the program where the kernel cannot hold what kernels can. 'hermetic doctor' says what it holds."
  )
  var requireKernel = false

  @Flag(help: "Leave it to the interpreter: native code and child processes are not held.")
  var noKernel = false

  func validate() throws {
    if requireKernel, noKernel {
      throw ValidationError("--require-kernel and --no-kernel contradict each other")
    }
  }

  var use: Launch.KernelUse { requireKernel ? .required : noKernel ? .none : .wanted }
}
