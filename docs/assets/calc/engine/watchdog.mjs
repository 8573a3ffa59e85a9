// 有问题在等回答时，每秒看一次；页面在后台、手机锁着的时候不算。
const LONG = 2; // 秒；算了这么久，给出“停下”
const SILENT = 6; // 秒；这么久没有回答，当作线程已经不在了

export class Watchdog {
  // owner 的 isBusy()：还有没有在等的；late()、revive()：等得久了，没有回答。
  constructor(owner) {
    this.owner = owner;
  }

  start() {
    this.stop();
    this.heard();
    this.timer = setInterval(() => this.look(), 1000);
  }

  stop() {
    clearInterval(this.timer);
  }

  heard() {
    this.silence = 0;
  }

  look() {
    if (!this.owner.isBusy()) return this.stop();
    if (!document.hidden) this.silence += 1;
    if (this.silence === LONG) this.owner.late();
    if (this.silence > SILENT) this.owner.revive();
  }
}
