// <auditor-chart spec="{...}">: one stacked chart over days. The numbers come as an attribute, the colours from the
// page's own custom properties, so a chart follows the theme and needs no call from the server.
import { init, use } from 'echarts/core';
import { BarChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, AriaComponent, GridComponent, TooltipComponent, SVGRenderer]);

// A second cue beside the colour: every tone but "pass" carries a pattern.
const decals = {
  fail: { symbol: 'rect', symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: 'rgba(255,255,255,.45)' },
  warn: { symbol: 'rect', symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 4, color: 'rgba(255,255,255,.45)' },
  unknown: { symbol: 'circle', symbolSize: 0.6, dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [6, 0], color: 'rgba(255,255,255,.45)' },
};

const tones = { pass: '--pass', fail: '--sus', warn: '--mis', forwarded: '--fwd', unknown: '--unk', accent: '--accent' };

function colour(style, tone) {
  return style.getPropertyValue(tones[tone] ?? '--accent').trim();
}

// The page's language; English days are written as in Britain, like everywhere else.
const language = document.documentElement.lang === 'de' ? 'de' : 'en';
const dayLanguage = language === 'en' ? 'en-GB' : language;

function compact(value) {
  return Intl.NumberFormat(language, { notation: value >= 10000 ? 'compact' : 'standard', maximumFractionDigits: 1 }).format(value);
}

function percent(value) {
  return Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value) + ' %';
}

// Counts as they are, or as shares of their day's sum.
function valuesOf(spec) {
  if (!spec.isShare) {
    return spec.series.map(s => s.values);
  }

  const sums = spec.days.map((_, i) => spec.series.reduce((sum, s) => sum + s.values[i], 0));
  return spec.series.map(s => s.values.map((value, i) => (sums[i] > 0 ? 100 * value / sums[i] : 0)));
}

function day(text) {
  const date = new Date(text + 'T00:00:00Z');
  return Number.isNaN(date.getTime()) ? text : date.toLocaleDateString(dayLanguage, { day: 'numeric', month: 'short', timeZone: 'UTC' });
}

function optionOf(spec, style) {
  const ink = style.getPropertyValue('--ink').trim();
  const dim = style.getPropertyValue('--dim').trim();
  const line = style.getPropertyValue('--line').trim();
  const panel = style.getPropertyValue('--panel').trim();
  const font = style.getPropertyValue('font-family');
  const values = valuesOf(spec);
  return {
    animation: false,
    aria: { enabled: true, label: { description: spec.summary } },
    textStyle: { fontFamily: font },
    grid: { left: 4, right: 8, top: 10, bottom: 0, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      trigger: 'axis',
      confine: true,
      axisPointer: { type: 'shadow', shadowStyle: { color: 'rgba(128,140,160,.12)' } },
      backgroundColor: panel,
      borderColor: line,
      textStyle: { color: ink, fontSize: 13 },
      valueFormatter: value => (spec.isShare ? percent(value) : Number(value).toLocaleString(language)),
    },
    xAxis: {
      type: 'category',
      data: spec.days.map(day),
      axisLine: { lineStyle: { color: line } },
      axisTick: { show: false },
      axisLabel: { color: dim, fontSize: 12, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      max: spec.isShare ? 100 : null,
      interval: spec.isShare ? 25 : undefined,
      splitNumber: 3,
      splitLine: { lineStyle: { color: line } },
      axisLabel: { color: dim, fontSize: 12, formatter: spec.isShare ? percent : compact },
    },
    series: spec.series.map((s, i) => ({
      name: s.name,
      type: 'bar',
      stack: 'all',
      barCategoryGap: '18%',
      data: values[i],
      itemStyle: {
        color: colour(style, s.tone),
        decal: decals[s.tone],
        borderRadius: i === spec.series.length - 1 ? [2, 2, 0, 0] : 0,
      },
      emphasis: { disabled: true },
    })),
  };
}

class AuditorChart extends HTMLElement {
  static observedAttributes = ['spec'];

  connectedCallback() {
    this.draw = () => this.render();
    this.resizer = new ResizeObserver(() => this.chart?.resize());
    this.resizer.observe(this);
    document.addEventListener('auditor:theme', this.draw);
    this.render();
  }

  disconnectedCallback() {
    this.resizer?.disconnect();
    document.removeEventListener('auditor:theme', this.draw);
    this.chart?.dispose();
    this.chart = undefined;
  }

  attributeChangedCallback() {
    if (this.isConnected && this.draw) {
      this.render();
    }
  }

  render() {
    const text = this.getAttribute('spec');
    if (!text) {
      return;
    }

    this.chart ??= init(this, undefined, { renderer: 'svg' });
    this.chart.setOption(optionOf(JSON.parse(text), getComputedStyle(this)), true);
  }
}

customElements.define('auditor-chart', AuditorChart);
